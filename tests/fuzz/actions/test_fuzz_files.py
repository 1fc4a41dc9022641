"""Whatever stands in a curator's file, it is read, or each problem is told with file and line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_knowledge import REAL_KNOWLEDGE, ROOT, SmallKnowledge, flag

from hepatica.loading import KnowledgeError, load_knowledge
from hepatica.loading.yaml_lines import read_yaml
from hepatica.pictures.orders import BadOrder, picture_of
from hepatica.safety_case.loading import load_hazards
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import as_json, mutated, mutated_bytes

NAMES = ["sources.yml", "glossary.yml", "red_flags.yml", "policy.yml", "facts/basics.yml"]
REAL = sorted([*REAL_KNOWLEDGE.glob("*.yml"), *(REAL_KNOWLEDGE / "facts").glob("*.yml")])
HAZARDS = ROOT / "docs" / "safety" / "hazards.yml"
CHART: dict[str, Any] = {
    "language": "en",
    "chart": {
        "kind": "icons",
        "title": "Survival",
        "panels": [{"label": None, "count": 27, "out_of": 100, "text": "27 out of 100"}],
        "filled": "alive",
        "empty": "had died",
        "caption": "Source: x.",
        "alt": "27 of 100.",
    },
}


def _cut(path: Path, lines: int = 60) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[:lines])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small valid folder, with a file of each kind."""
    small = SmallKnowledge(tmp_path_factory.mktemp("fuzz") / "knowledge")
    small.flags = [flag()]
    small.policy = {"signatures": {"default": 1}}
    return small.write()


def _told(error: KnowledgeError) -> bool:
    return bool(error.problems) and all(one.file and one.message for one in error.problems)


def _loads(load: Callable[[], object]) -> bool:
    """Whether it is loaded, or the problems are told as curators need them."""
    try:
        load()
    except KnowledgeError as error:
        return _told(error)
    return True


@pytest.mark.parametrize("name", NAMES)
@fuzzed(0.05)
@given(st.data())
def test_a_changed_file_of_a_folder_is_loaded_or_its_problems_are_told(
    folder: Path, name: str, data: st.DataObject
) -> None:
    path = folder / name
    right = path.read_bytes()
    try:
        path.write_bytes(data.draw(mutated_bytes([right])))
        with fed(f"files: {name}"):
            assert _loads(lambda: load_knowledge(folder))
    finally:
        path.write_bytes(right)


@pytest.mark.parametrize("name", NAMES)
@fuzzed(0.05)
@given(st.data())
def test_a_file_with_changed_entries_is_loaded_or_its_problems_are_told(
    folder: Path, name: str, data: st.DataObject
) -> None:
    path = folder / name
    right = path.read_bytes()
    tree, _ = read_yaml(path, name)
    try:
        # JSON is YAML, too.
        path.write_bytes(as_json(data.draw(mutated([tree]))))
        with fed(f"entries: {name}"):
            assert _loads(lambda: load_knowledge(folder))
    finally:
        path.write_bytes(right)


@fuzzed(0.12)
@given(mutated_bytes([_cut(path) for path in REAL]))
def test_changed_bytes_of_the_real_files_are_yaml_or_an_error(folder: Path, raw: bytes) -> None:
    path = folder.parent / "real.yml"
    path.write_bytes(raw)
    with fed("files: bytes of the real ones"):
        assert _loads(lambda: read_yaml(path, path.name))


@fuzzed(0.05)
@given(mutated_bytes([_cut(HAZARDS, 90)]))
def test_a_changed_hazard_log_is_loaded_or_its_problems_are_told(folder: Path, raw: bytes) -> None:
    path = folder.parent / "hazards.yml"
    path.write_bytes(raw)
    with fed("files: hazards"):
        assert _loads(lambda: load_hazards(path))


@fuzzed(0.04)
@given(mutated([CHART]).map(as_json) | mutated_bytes([as_json(CHART)]))
def test_a_changed_order_of_a_picture_is_drawn_or_refused(body: bytes) -> None:
    with fed("pictures: orders"):
        try:
            png = picture_of(body)
        except BadOrder:
            return
        assert png.startswith(b"\x89PNG")
