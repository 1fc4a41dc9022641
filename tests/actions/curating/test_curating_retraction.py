"""Withdrawing everything that leans on a retracted source."""

from datetime import date
from pathlib import Path

import pytest
from small_knowledge import Entry, SmallKnowledge, WordEncoder, fact, figure, source
from workshop import diff, left_over

from hepatica.curating.editing import EditError
from hepatica.curating.retraction import leaning_on, retract
from hepatica.loading import load_knowledge
from hepatica.store import FactStore, build_store

DAY = date(2026, 11, 24)


def _cites(*cited: tuple[str, str]) -> list[Entry]:
    return [{"source": s, "locator": "abstract", "role": role} for s, role in cited]


@pytest.fixture
def small(small: SmallKnowledge) -> SmallKnowledge:
    """Facts that need ``trial-two`` in every way, and some that do not."""
    small.sources += [source("trial-two"), source("trial-three")]
    supports, both = ("trial-one", "supports"), ("trial-two", "identifies")
    small.topics["basics"] = [
        fact("supported", citations=_cites(("trial-two", "supports"), supports)),
        fact("identified", citations=_cites(supports, both)),
        fact(
            "its-figure", citations=_cites(supports, both), figures=[figure("7", study="trial-two")]
        ),
        fact("answering", citations=_cites(supports, ("trial-two", "answers"))),
        fact(
            "quoting",
            citations=_cites(supports, ("trial-two", "answers")),
            figures=[figure("8", study="trial-two", measure="recurrence")],
        ),
        fact("independent", citations=_cites(supports)),
    ]
    return small


LEANING = ["supported", "identified", "its-figure", "quoting"]


def _retract(root: Path, identifier: str, on: date = DAY) -> list[str]:
    return [f.id for f in retract(root, load_knowledge(root), identifier, on)]


def test_facts_lean_on_what_supports_or_identifies_them_or_gives_their_figures(
    small: SmallKnowledge,
) -> None:
    assert [f.id for f in leaning_on(small.load(), "trial-two")] == LEANING


def test_nothing_leans_on_a_source_that_no_fact_cites(small: SmallKnowledge) -> None:
    assert leaning_on(small.load(), "trial-three") == []


def test_a_retraction_gives_the_facts_that_fall(small: SmallKnowledge) -> None:
    assert _retract(small.write(), "trial-two") == LEANING


def test_a_retraction_adds_one_line(small: SmallKnowledge) -> None:
    path = small.write() / "sources.yml"
    before = path.read_bytes()
    _retract(small.root, "trial-two")
    assert diff(before, path.read_bytes()) == ([], ["  retracted: 2026-11-24\n"])
    assert left_over(small.root) == []


def test_only_that_source_is_retracted(small: SmallKnowledge) -> None:
    _retract(small.write(), "trial-two")
    dates = {s.id: s.retracted for s in load_knowledge(small.root).sources.values()}
    assert dates == {"trial-one": None, "trial-two": DAY, "trial-three": None}


def test_withdrawn_facts_are_not_served_after_the_build(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    _retract(small.write(), "trial-two")
    store = tmp_path / "facts.sqlite"
    build_store(load_knowledge(small.root), store, WordEncoder().encode)
    assert list(FactStore(store).snapshot(DAY).facts) == ["answering", "independent"]


LAYOUTS = {
    "id first": "- id: {id}\n  title: T\n  journal: J\n  kind: trial\n  retrieved: page\n",
    "id last": "- title: T\n  journal: J\n  kind: trial\n  retrieved: page\n  id: {id}\n",
    "wide dash": "-   id: {id} #\n    title: T\n    journal: J\n    kind: t\n    retrieved: p\n",
    "indented": "  - id: {id}\n    title: T\n    journal: J\n    kind: trial\n    retrieved: p\n",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_layouts_that_curators_use_can_be_retracted(
    small: SmallKnowledge, layout: str, ending: str
) -> None:
    entries = "".join(layout.format(id=entry["id"]) for entry in small.sources)
    path = small.write() / "sources.yml"
    path.write_bytes(f"version: 1\nsources:\n{entries}".replace("\n", ending).encode())
    before = path.read_bytes()
    _retract(small.root, "trial-two")
    gone, added = diff(before, path.read_bytes())
    assert (gone, len(added)) == ([], 1)
    assert added[0].endswith(f"retracted: 2026-11-24{ending}")
    assert load_knowledge(small.root).sources["trial-two"].retracted == DAY


def test_a_source_in_braces_is_refused_and_left_alone(small: SmallKnowledge) -> None:
    path = small.write() / "sources.yml"
    text = path.read_text(encoding="utf-8")
    braces = "- {id: four, title: T, journal: J, kind: trial, retrieved: page}\n"
    path.write_text(text + braces, encoding="utf-8")
    with pytest.raises(EditError, match=r"would break knowledge/sources\.yml; nothing changed"):
        _retract(small.root, "four")
    assert path.read_text(encoding="utf-8") == text + braces


def test_an_unknown_source_is_refused(small: SmallKnowledge) -> None:
    with pytest.raises(EditError, match=r"there is no source 'trial-nine' in sources\.yml"):
        _retract(small.write(), "trial-nine")


def test_a_second_retraction_is_refused_and_the_first_day_stays(small: SmallKnowledge) -> None:
    _retract(small.write(), "trial-two")
    with pytest.raises(EditError, match="'trial-two' is retracted already, since 2026-11-24"):
        _retract(small.root, "trial-two", date(2026, 12, 1))
    assert load_knowledge(small.root).sources["trial-two"].retracted == DAY


def test_a_read_only_file_is_left_alone(small: SmallKnowledge) -> None:
    path = small.write() / "sources.yml"
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(EditError, match="is read-only"):
        _retract(small.root, "trial-two")
    assert path.read_bytes() == before
