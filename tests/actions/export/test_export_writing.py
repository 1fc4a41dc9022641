"""Writing an export: the right format, all of the file or nothing."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from small_knowledge import ROOT, SmallKnowledge, fact

from hepatica.export import FORMATS, ExportError, export
from hepatica.loading import Knowledge

TODAY = date(2026, 11, 24)
EVERY_FORMAT = pytest.mark.parametrize("kind", FORMATS)


def _export(knowledge: Knowledge, kind: str, out: Path) -> int:
    return export(knowledge, kind, out, version="2026.11.23+3f9c1a", today=TODAY)


@EVERY_FORMAT
def test_the_number_of_facts_is_told(small: SmallKnowledge, tmp_path: Path, kind: str) -> None:
    small.topics["stages"] = [fact("stage-a"), fact("stage-b")]
    assert _export(small.load(), kind, tmp_path / "facts") == 3


@EVERY_FORMAT
def test_the_same_knowledge_gives_the_same_bytes(
    real_knowledge: Knowledge, tmp_path: Path, kind: str
) -> None:
    _export(real_knowledge, kind, tmp_path / "one")
    _export(real_knowledge, kind, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@EVERY_FORMAT
def test_the_seed_of_hashes_changes_nothing(tmp_path: Path, kind: str) -> None:
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from hepatica.export import export; from hepatica.loading import load_knowledge\n"
        "export(load_knowledge(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]),"
        " version='1', today=date(2026, 11, 24))"
    )
    knowledge = SmallKnowledge(tmp_path / "knowledge").write()
    for seed in "12":
        arguments = [sys.executable, "-c", program, str(knowledge), kind, str(tmp_path / seed)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "actions")}
        subprocess.run(arguments, check=True, env=environment)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


@EVERY_FORMAT
def test_chinese_is_written_as_utf8(small: SmallKnowledge, tmp_path: Path, kind: str) -> None:
    small.fact["statement"] = {"en": "The liver.", "zh": "肝脏。"}
    _export(small.load(), kind, tmp_path / "facts")
    assert "肝脏。" in (tmp_path / "facts").read_text(encoding="utf-8")


def test_an_unknown_format_names_the_four(small: SmallKnowledge, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'xml'.*json, csv, html, fhir"):
        _export(small.load(), "xml", tmp_path / "facts.xml")
    assert not (tmp_path / "facts.xml").exists()


def test_a_missing_folder_is_made(small: SmallKnowledge, tmp_path: Path) -> None:
    _export(small.load(), "json", tmp_path / "new" / "facts.json")
    assert (tmp_path / "new" / "facts.json").exists()


def test_an_older_export_is_replaced(small: SmallKnowledge, tmp_path: Path) -> None:
    out = tmp_path / "facts.json"
    out.write_text("old")
    _export(small.load(), "json", out)
    assert "old" not in out.read_text(encoding="utf-8")


def test_nothing_but_the_file_is_left_behind(small: SmallKnowledge, tmp_path: Path) -> None:
    out = tmp_path / "out" / "facts.json"
    _export(small.load(), "json", out)
    assert list(out.parent.iterdir()) == [out]


def test_a_folder_as_target_is_refused(small: SmallKnowledge, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is no file"):
        _export(small.load(), "json", tmp_path)


def test_a_target_below_a_file_is_refused(small: SmallKnowledge, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        _export(small.load(), "json", tmp_path / "file" / "facts.json")


def test_a_failure_on_the_way_leaves_the_old_file(
    small: SmallKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out" / "facts.json"
    _export(small.load(), "json", out)
    before = out.read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    small.topics["stages"] = [fact("stage-a")]
    with pytest.raises(ExportError, match="No space left"):
        _export(small.load(), "json", out)
    assert list(out.parent.iterdir()) == [out]
    assert out.read_bytes() == before


@EVERY_FORMAT
def test_progress_is_told_after_each_fact(small: SmallKnowledge, tmp_path: Path, kind: str) -> None:
    small.topics["stages"] = [fact("stage-a"), fact("stage-b")]
    told: list[tuple[int, int]] = []
    export(
        small.load(),
        kind,
        tmp_path / "facts",
        version="1",
        today=TODAY,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_fhir_library_is_loaded_only_when_it_is_needed() -> None:
    program = "import sys, hepatica.export; print('fhir' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "actions")}
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"


def test_without_the_fhir_library_the_error_says_how_to_install_it(
    small: SmallKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [name for name in sys.modules if name.partition(".")[0] == "fhir"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "fhir", None)
    with pytest.raises(ExportError, match="uv sync --group workshop"):
        _export(small.load(), "fhir", tmp_path / "facts.json")
    assert not (tmp_path / "facts.json").exists()
