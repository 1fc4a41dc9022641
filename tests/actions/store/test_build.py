"""Building: same knowledge, same bytes; a new version for new content; never half a file."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from small_knowledge import SmallKnowledge, WordEncoder, signature

from hepatica.loading import Knowledge
from hepatica.store import FactStore, build_store, content_version

Build = Callable[[], Path]


def test_the_same_knowledge_gives_the_same_bytes(real_knowledge: Knowledge, tmp_path: Path) -> None:
    paths = [tmp_path / "one.sqlite", tmp_path / "two.sqlite"]
    for path in paths:
        build_store(real_knowledge, path, WordEncoder().encode)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_version_is_the_day_of_the_newest_review_and_a_hash(small: SmallKnowledge) -> None:
    small.fact["reviews"].append(signature(small.fact))
    day, digest = content_version(small.load()).split("+")
    assert day == "2026.11.25"
    assert len(digest) == 6


def test_the_version_stays_while_nothing_changes(small: SmallKnowledge) -> None:
    assert content_version(small.load()) == content_version(small.load())


@pytest.mark.parametrize(
    "change",
    [
        lambda small: small.fact["statement"].update(en="Another statement."),
        lambda small: small.fact["questions"]["en"].append("why is there a liver"),
        lambda small: small.sources[0].update(retracted="2026-01-01"),
        lambda small: small.terms[0]["definition"].update(en="Another meaning."),
        lambda small: small.phrases["phrases"]["notice"].update(en="Another notice."),
    ],
    ids=["statement", "question", "source", "term", "phrase"],
)
def test_the_version_changes_with_the_content(
    small: SmallKnowledge, change: Callable[[SmallKnowledge], None]
) -> None:
    before = content_version(small.load())
    change(small)
    assert content_version(small.load()) != before


def test_the_version_built_is_the_version_read(small: SmallKnowledge, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "facts.sqlite"
    built = build_store(small.load(), path, WordEncoder().encode)
    assert FactStore(path).snapshot().version == built


def _failing(texts: list[str]) -> np.ndarray:
    raise RuntimeError("the encoder failed")


def _one_too_few(texts: list[str]) -> np.ndarray:
    return WordEncoder().encode(texts[1:])


@pytest.mark.parametrize(
    ("encode", "error"), [(_failing, RuntimeError), (_one_too_few, ValueError)]
)
def test_a_failing_build_leaves_the_old_store_and_no_draft(
    small: SmallKnowledge,
    small_store: Build,
    encode: Callable[[list[str]], np.ndarray],
    error: type[Exception],
) -> None:
    path = small_store()
    before = path.read_bytes()
    with pytest.raises(error):
        build_store(small.load(), path, encode)
    assert path.read_bytes() == before
    assert sorted(item.name for item in path.parent.iterdir()) == ["facts.sqlite", "knowledge"]


def test_a_build_leaves_no_draft(small_store: Build) -> None:
    path = small_store()
    assert sorted(item.name for item in path.parent.iterdir()) == ["facts.sqlite", "knowledge"]


def test_a_knowledge_with_facts_of_many_topics_keeps_their_order(
    real_knowledge: Knowledge, tmp_path: Path
) -> None:
    path = tmp_path / "facts.sqlite"
    build_store(real_knowledge, path, WordEncoder().encode)
    assert FactStore(path).snapshot().order == list(real_knowledge.facts)
