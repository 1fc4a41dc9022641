"""Two editions of the knowledge side by side: what patients would see change."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from small_knowledge import (
    Entry,
    SmallKnowledge,
    WordEncoder,
    fact,
    figure,
    signature,
    source,
    term,
)

from hepatica.curating.editions import Change, changes, preview, read_edition
from hepatica.loading import KnowledgeError
from hepatica.store import Snapshot, StoreError, build_store

Edit = Callable[[SmallKnowledge], object]
VALID_UNTIL = date(2027, 11, 23)


def _bilingual(identifier: str = "liver-what", **changed: object) -> Entry:
    return fact(
        identifier,
        **{
            "statement": {"en": "The liver is a big organ.", "zh": "肝脏是一个大器官。"},
            "simpler": {"en": "It is big.", "zh": "它很大。"},
            "questions": {"en": ["what is it", "tell me"], "zh": ["肝脏是什么", "说说肝脏"]},
            **changed,
        },
    )


@pytest.fixture
def small(small: SmallKnowledge) -> SmallKnowledge:
    """One fact in both languages and one in English, each with figures, and labels."""
    small.sources[0]["population"] = {"en": "164 people in China", "zh": "中国的164人"}
    small.topics["basics"] = [
        _bilingual(figures=[figure("27.4")]),
        fact("liver-where", figures=[figure("9", measure="recurrence")]),
    ]
    small.labels = {"measures": {"overall survival": {"zh": "总生存率"}}}
    return small


@pytest.fixture
def told(small: SmallKnowledge, today: date) -> Callable[[Edit], list[Change]]:
    """What is told of an edit."""

    def compare(edit: Edit) -> list[Change]:
        before = preview(small.load(), today)
        edit(small)
        return list(changes(before, preview(small.load(), today), today))

    return compare


Told = Callable[[Edit], list[Change]]


def _names(found: list[Change]) -> list[str]:
    return [f"{change.kind}: {change.what}" for change in found]


def _basics(small: SmallKnowledge) -> list[Entry]:
    return small.topics["basics"]


def test_the_same_edition_has_no_changes(told: Told) -> None:
    assert told(SmallKnowledge.write) == []


def test_a_new_fact_is_told_in_each_of_its_languages(told: Told) -> None:
    found = told(lambda s: _basics(s).append(_bilingual("new-one", questions={"en": ["new"]})))
    assert _names(found) == ["new: new-one (en)", "new: new-one (zh)"]
    assert "+The liver is a big organ." in found[0].lines
    assert "+肝脏是一个大器官。" in found[1].lines


def test_a_fact_in_english_only_is_told_once(told: Told) -> None:
    assert _names(told(lambda s: _basics(s).append(fact("new-one")))) == ["new: new-one (en)"]


def test_a_fact_that_is_gone_is_told(told: Told) -> None:
    found = told(lambda s: _basics(s).pop())
    assert _names(found) == ["gone: liver-where (en)"]
    assert "-A statement about liver where." in found[0].lines


def test_a_changed_wording_is_told_with_before_and_after_only(told: Told) -> None:
    (change,) = told(lambda s: s.fact["statement"].update(en="The liver is a large organ."))
    assert (change.kind, change.what) == ("changed", "liver-what (en)")
    assert change.lines == ["-The liver is a big organ.", "+The liver is a large organ."]


def test_a_changed_translation_is_told_in_its_language(told: Told) -> None:
    (change,) = told(lambda s: s.fact["statement"].update(zh="肝脏是很大的器官。"))
    assert change.what == "liver-what (zh)"
    assert change.lines == ["-肝脏是一个大器官。", "+肝脏是很大的器官。"]


def test_a_translation_taken_away_is_told_as_what_is_then_shown(told: Told) -> None:
    (change,) = told(lambda s: s.fact["statement"].pop("zh"))
    assert change.what == "liver-what (zh)"
    assert "+The liver is a big organ." in change.lines


SEEN: dict[str, tuple[Edit, str]] = {
    "simpler wording": (
        lambda s: s.fact["simpler"].update(en="It is large."),
        "+(simpler) It is large.",
    ),
    "caveat": (
        lambda s: s.fact.update(caveat={"en": "Not in all.", "zh": "并非都是。"}),
        "Not in all.",
    ),
    "figure": (lambda s: s.fact.update(figures=[figure("28.4")]), "28 out of 100 (28.4%)"),
    "figure's group": (
        lambda s: s.fact.update(figures=[figure("27.4", group="old care")]),
        "old care",
    ),
    "number of people": (
        lambda s: _basics(s)[1].update(
            figures=[
                figure("9", measure="recurrence", n=83),
                figure("8", measure="recurrence", n=81, group="old care"),
            ]
        ),
        "83",
    ),
    "certainty": (lambda s: s.fact.update(certainty="trial result"), "trial result"),
    "button": (
        lambda s: s.fact["questions"].update(en=["what is that", "what is it"]),
        "+(button) what is that",
    ),
    "who was studied": (
        lambda s: s.sources[0].update(population={"en": "165 people", "zh": "165人"}),
        "165 people",
    ),
    "title of a source": (lambda s: s.sources[0].update(title="Better title"), "Better title"),
    "how much was read": (lambda s: s.sources[0].update(retrieved="full text"), "full text"),
    "a signature": (
        lambda s: s.fact["reviews"].append(signature(s.fact)),
        "Dr Example, hepatologist",
    ),
    "day of the check": (
        lambda s: s.fact["reviews"][0].update(on="2026-11-24"),
        "24 November 2026",
    ),
}


@pytest.mark.parametrize(("edit", "line"), SEEN.values(), ids=SEEN.keys())
def test_what_patients_see_is_told(told: Told, edit: Edit, line: str) -> None:
    found = told(edit)
    assert all(change.kind == "changed" for change in found)
    assert any(line in shown for change in found for shown in change.lines if shown[0] == "+")


UNSEEN: dict[str, Edit] = {
    "curator's note": lambda s: s.fact.update(curator_note="Look again."),
    "another example question": lambda s: s.fact["questions"]["en"].append("liver"),
    "order of the other questions": lambda s: s.fact["questions"].update(
        en=["what is it", "say it", "tell me"]
    ),
    "facets": lambda s: s.fact.update(facets={"terms": ["liver"]}),
    "order of the facts": lambda s: _basics(s).reverse(),
    "a source that no fact cites": lambda s: s.sources.append(source("trial-two")),
    "a source's note": lambda s: s.sources[0].update(note="Seen in the library."),
    "another name of a term": lambda s: s.terms[0].update(abbreviations=["LV"]),
    "a curator's new date far ahead": lambda s: s.fact.update(valid_until="2028-11-23"),
}


@pytest.mark.parametrize("edit", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_no_patient_sees_is_no_change(told: Told, edit: Edit) -> None:
    assert told(edit) == []


def test_a_void_signature_is_told_with_the_edit_that_made_it_void(
    told: Told, small: SmallKnowledge
) -> None:
    small.fact["reviews"].append(signature(small.fact))
    (change,) = told(lambda s: s.fact["simpler"].update(en="It is large."))
    assert any(line.startswith("-Source") and "Dr Example" in line for line in change.lines)
    assert not any(line.startswith("+") and "Dr Example" in line for line in change.lines)


def test_group_sizes_that_are_told_when_asked_for_are_told(
    told: Told, small: SmallKnowledge
) -> None:
    small.sources.append(source("trial-two", study_name={"en": "the second trial"}))
    cited = {"source": "trial-two", "locator": "page"}
    small.fact.update(citations=[cited], figures=[figure("27.4", study="trial-two")])
    (english, _) = told(lambda s: s.fact["figures"][0].update(n=83))
    assert [line[:11] for line in english.lines] == ["-(how many)", "+(how many)"]
    assert "83" in english.lines[1]


def test_a_changed_phrase_is_told_once_and_not_with_every_fact(
    told: Told, small: SmallKnowledge
) -> None:
    small.fact["caveat"] = {"en": "Not in all.", "zh": "并非都是。"}
    (change,) = told(lambda s: s.phrases["phrases"]["caveat"].update(en="Mind: {caveat}"))
    assert (change.kind, change.what) == ("changed", "phrase caveat (en)")
    assert change.lines[-1] == "+Mind: {caveat}"


def test_a_changed_label_is_told_once_and_not_with_every_fact(told: Told) -> None:
    def edit(small: SmallKnowledge) -> None:
        small.labels = {"measures": {"overall survival": {"zh": "存活率"}}}

    (change,) = told(edit)
    assert change.what == "label 'overall survival' (zh)"
    assert change.lines == ["-总生存率", "+存活率"]


def test_a_label_taken_away_is_told(told: Told) -> None:
    (change,) = told(lambda s: setattr(s, "labels", {"measures": {}}))
    assert change.lines == ["-总生存率", "+overall survival"]


def test_a_changed_definition_is_told_in_its_language(told: Told) -> None:
    (change,) = told(lambda s: s.terms[0].update(definition={"en": "Another meaning."}))
    assert (change.kind, change.what) == ("changed", "term liver (en)")
    assert change.lines == ["-What liver means.", "+Another meaning."]


def test_new_terms_and_terms_that_are_gone_are_told(told: Told) -> None:
    found = told(lambda s: setattr(s, "terms", [term("spleen")]))
    assert _names(found) == ["gone: term liver (en)", "new: term spleen (en)"]


def test_a_withdrawn_fact_is_gone(told: Told) -> None:
    found = told(lambda s: s.sources[0].update(retracted="2026-11-24"))
    assert _names(found) == [
        "gone: liver-what (en)",
        "gone: liver-what (zh)",
        "gone: liver-where (en)",
    ]


def _with_stages(small: SmallKnowledge, **changed: object) -> None:
    stages = [
        {"code": "A", "meaning": {"en": "Small.", "zh": "小。"}, "fact": "liver-what"},
        {
            "code": "B",
            "meaning": {"en": "Larger."},
            "in_words": {"en": "late"},
            "fact": "liver-what",
        },
    ]
    system = {
        "id": "bclc",
        "term": "liver",
        "name": {"en": "BCLC"},
        "looks_at": {"en": "size"},
        "fact": "liver-what",
        "stages": stages,
        **changed,
    }
    text = yaml.safe_dump({"version": 1, "systems": [system]}, allow_unicode=True)
    small.write()
    small.path("crosswalk.yml").write_text(text, encoding="utf-8")


STAGES: dict[str, tuple[dict[str, object], str]] = {
    "name": ({"name": {"en": "Barcelona"}}, "+Barcelona"),
    "what it looks at": ({"looks_at": {"en": "size and blood"}}, "+size and blood"),
    "stages": (
        {"stages": [{"code": "C", "meaning": {"en": "Spread."}, "fact": "liver-what"}]},
        "+C: Spread.",
    ),
}


@pytest.mark.parametrize(("changed", "line"), STAGES.values(), ids=STAGES.keys())
def test_a_changed_stage_table_is_told(
    told: Told, small: SmallKnowledge, changed: dict[str, object], line: str
) -> None:
    _with_stages(small)
    found = told(lambda s: _with_stages(s, **changed))
    assert {change.kind for change in found} == {"changed"}
    assert found[0].what == "stages of bclc (en)"
    assert line in found[0].lines


def test_a_stages_everyday_name_is_part_of_the_table(told: Told, small: SmallKnowledge) -> None:
    stage = {"code": "B", "meaning": {"en": "Larger."}, "fact": "liver-what"}
    _with_stages(small, stages=[{**stage, "in_words": {"en": "late"}}])
    (change,) = told(lambda s: _with_stages(s, stages=[stage]))
    assert change.lines == ["-B: Larger. late", "+B: Larger."]


def test_a_new_stage_table_is_told(told: Told) -> None:
    assert "new: stages of bclc (en)" in _names(told(_with_stages))


def test_a_stage_tables_translation_is_told_in_chinese(told: Told, small: SmallKnowledge) -> None:
    _with_stages(small, looks_at={"en": "size", "zh": "大小"})
    (change,) = told(lambda s: _with_stages(s, looks_at={"en": "size", "zh": "尺寸"}))
    assert (change.what, change.lines) == ("stages of bclc (zh)", ["-大小", "+尺寸"])


@pytest.mark.parametrize(
    ("on", "served"),
    [
        (VALID_UNTIL, True),
        (VALID_UNTIL + timedelta(90), True),
        (VALID_UNTIL + timedelta(91), False),
    ],
)
def test_an_edition_is_read_as_of_a_day(small: SmallKnowledge, on: date, served: bool) -> None:
    assert ("liver-what" in read_edition(small.write(), on).facts) is served


def test_a_fact_past_its_date_in_one_edition_only_is_told(told: Told) -> None:
    assert "gone: liver-what (en)" in _names(
        told(lambda s: s.fact.update(valid_until="2020-01-01"))
    )


def test_a_fact_that_gets_overdue_shows_its_warning(told: Told) -> None:
    (english, _) = told(lambda s: s.fact.update(valid_until="2026-11-20"))
    assert any("20 November 2026" in line for line in english.lines)


@pytest.fixture
def store(small: SmallKnowledge, tmp_path: Path) -> Path:
    """A store file of the small knowledge."""
    path = tmp_path / "facts.sqlite"
    build_store(small.load(), path, WordEncoder().encode)
    return path


def test_a_store_file_and_its_folder_are_the_same_edition(
    small: SmallKnowledge, store: Path, today: date
) -> None:
    one, other = read_edition(store, today), read_edition(small.write(), today)
    assert one.version == other.version
    assert list(changes(one, other, today)) == []


def test_a_store_file_is_compared_with_a_folder(
    small: SmallKnowledge, store: Path, today: date
) -> None:
    before = read_edition(store, today)
    small.fact["simpler"]["en"] = "It is large."
    after: Snapshot = read_edition(small.write(), today)
    assert _names(list(changes(before, after, today))) == ["changed: liver-what (en)"]


def test_a_file_that_is_no_store_is_told(tmp_path: Path, today: date) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no store", encoding="utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt cannot be read"):
        read_edition(path, today)


def test_a_missing_edition_is_told(tmp_path: Path, today: date) -> None:
    with pytest.raises(StoreError, match="does not exist; give a store file or a knowledge folder"):
        read_edition(tmp_path / "nowhere", today)


def test_a_folder_that_is_not_in_order_is_told(small: SmallKnowledge, today: date) -> None:
    del small.fact["simpler"]
    with pytest.raises(KnowledgeError, match="liver-what simpler: is missing"):
        read_edition(small.write(), today)


def test_reading_a_folder_leaves_nothing_in_it(small: SmallKnowledge, today: date) -> None:
    root = small.write()
    before = sorted(root.rglob("*"))
    read_edition(root, today)
    assert sorted(root.rglob("*")) == before
