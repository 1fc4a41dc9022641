"""Whatever a command is given, it ends with one clear error and never with a traceback."""

import socket
from pathlib import Path

import pytest
from command_line import done, refusal, run, said
from small_knowledge import SmallKnowledge

Arguments = tuple[str | Path, ...]
CLINICIAN = ("--name", "Dr Li", "--role", "nurse")
READING: dict[str, Arguments] = {
    "check": (),
    "list": (),
    "show": ("liver-what",),
    "build": ("--store", "{tmp}/facts.sqlite"),
    "sign": ("liver-what", *CLINICIAN),
    "retract": ("trial-one",),
    "verify": ("--documents", "{tmp}"),
    "ingest": ("{tmp}/article.txt",),
    "export": ("--out", "{tmp}/facts.json"),
    "sheets": (),
    "nlu": ("--target", "{tmp}/nlu.yml"),
}
"""Every command that reads the knowledge, with what else it needs."""


def _given(arguments: Arguments, tmp_path: Path) -> Arguments:
    return tuple(str(argument).replace("{tmp}", str(tmp_path)) for argument in arguments)


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("command", READING)
def test_a_knowledge_folder_that_is_not_there_is_told(tmp_path: Path, command: str) -> None:
    arguments = _given(READING[command], tmp_path)
    told = refusal(command, *arguments, "--knowledge", tmp_path / "nowhere")
    assert told == (
        f"{tmp_path}/nowhere is no folder; give the folder of the knowledge files (--knowledge)"
    )
    assert _files(tmp_path) == set()


@pytest.mark.parametrize("command", READING)
def test_a_file_in_place_of_the_knowledge_folder_is_told(tmp_path: Path, command: str) -> None:
    file = tmp_path / "facts.yml"
    file.write_text("facts: []", encoding="utf-8")
    told = refusal(command, *_given(READING[command], tmp_path), "--knowledge", file)
    assert told.startswith(f"{file} is no folder")
    assert _files(tmp_path) == {file}


@pytest.mark.parametrize("command", READING)
def test_an_empty_knowledge_folder_is_told(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    told = refusal(command, *_given(READING[command], tmp_path), "--knowledge", folder)
    assert "sources.yml:1: cannot be read (No such file or directory)" in told
    assert _files(tmp_path) == {folder}


@pytest.mark.parametrize("command", READING)
def test_knowledge_that_is_not_in_order_is_told_with_file_and_field(
    small: SmallKnowledge, tmp_path: Path, command: str
) -> None:
    del small.fact["simpler"]
    root = small.write()
    before = _files(tmp_path)
    told = refusal(command, *_given(READING[command], tmp_path), "--knowledge", root)
    assert "knowledge/facts/basics.yml:4: liver-what simpler: is missing; add it" in told
    assert _files(tmp_path) == before


@pytest.mark.parametrize("command", READING)
def test_knowledge_without_a_single_fact_is_told(
    small: SmallKnowledge, tmp_path: Path, command: str
) -> None:
    small.topics = {"basics": []}
    root = small.write()
    before = _files(tmp_path)
    told = refusal(command, *_given(READING[command], tmp_path), "--knowledge", root)
    assert told == f"{root} has not a single fact; write one in facts/<topic>.yml"
    assert _files(tmp_path) == before


@pytest.mark.parametrize("bad", ["24.11.2026", "2026-02-30", "tomorrow", "", "2026-11-24T10:00"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("list",),
        ("show", "liver-what"),
        ("sign", "liver-what", *CLINICIAN),
        ("retract", "trial-one"),
        ("retract", "trial-one", "--dry-run"),
        ("export", "--out", "{tmp}/facts.json"),
    ],
    ids=" ".join,
)
def test_what_is_no_day_is_told(
    small: SmallKnowledge, tmp_path: Path, arguments: Arguments, bad: str
) -> None:
    root = small.write()
    before = _files(tmp_path)
    told = refusal(*_given(arguments, tmp_path), "--knowledge", root, "--on", bad)
    assert told == f"'{bad}' is no day; write it as 2026-11-23"
    assert _files(tmp_path) == before


def test_what_is_no_day_is_told_by_diff(small: SmallKnowledge) -> None:
    root = small.write()
    assert "'soon' is no day" in refusal("diff", root, root, "--on", "soon")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", ["check", "list", "show", "export"])
def test_the_first_and_the_last_day_there_are_do_no_harm(
    small: SmallKnowledge, tmp_path: Path, command: str, day: str
) -> None:
    arguments = _given(READING[command], tmp_path)
    result = run(command, *arguments, "--knowledge", small.write(), "--on", day)
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("arguments", [("list",), ("ingest", "{tmp}/article.txt")], ids=" ".join)
def test_an_unknown_topic_is_told_with_the_known_ones(
    small: SmallKnowledge, tmp_path: Path, arguments: Arguments
) -> None:
    small.topics["stages"] = []
    given = _given(arguments, tmp_path)
    told = refusal(*given, "--topic", "cooking", "--knowledge", small.write())
    assert told == "there is no topic 'cooking'; the topics are: basics"


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--language", "fr"),
        ("sign", "liver-what", *CLINICIAN, "--language", "fr"),
        ("list", "--within", "soon"),
        ("list", "--within", "-1"),
        ("sign", "liver-what", "--name", "Dr Li"),
        ("sign",),
        ("show",),
        ("retract",),
        ("diff", "one"),
        ("verify",),
        ("ingest",),
        ("cook",),
        ("check", "--cook"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_not_understood_is_told_with_code_2(arguments: Arguments) -> None:
    assert "Usage:" in refusal(*arguments, code=2)


WRITING: dict[str, Arguments] = {
    "build": ("--store",),
    "nlu": ("--target",),
    "export": ("--out",),
    "ingest": ("{tmp}/article.txt", "--out"),
}
"""Every command that reads the small knowledge and writes one file, its option last."""


def _unwritable(tmp_path: Path, kind: str) -> Path:
    if kind == "folder":
        (tmp_path / "folder" / "inside").mkdir(parents=True)
        return tmp_path / "folder"
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    return tmp_path / "file" / "inside"


@pytest.mark.parametrize("kind", ["folder", "below a file"])
@pytest.mark.parametrize("command", WRITING)
def test_a_place_that_cannot_be_written_is_told(
    small: SmallKnowledge, tmp_path: Path, command: str, kind: str
) -> None:
    (tmp_path / "article.txt").write_text("At 2 years 27.4% lived.", encoding="utf-8")
    root, target = small.write(), _unwritable(tmp_path, kind)
    before = _files(tmp_path)
    given = _given(WRITING[command], tmp_path)
    told = refusal(command, *given, target, "--knowledge", root)
    assert str(target) in told
    assert _files(tmp_path) == before


@pytest.mark.parametrize("kind", ["folder", "below a file"])
def test_a_page_that_cannot_be_written_is_told_by_hazards(tmp_path: Path, kind: str) -> None:
    target = _unwritable(tmp_path, kind)
    before = _files(tmp_path)
    told = refusal("hazards", "--page", target)
    assert str(target) in told
    assert "--page" in told
    assert _files(tmp_path) == before


def test_pages_that_cannot_be_written_are_told_by_sheets(tmp_path: Path) -> None:
    target = _unwritable(tmp_path, "below a file")
    told = refusal("sheets", "--write", "--pages", target)
    assert told.startswith(f"{target} cannot be written (Not a directory)")


@pytest.mark.parametrize(("command", "option"), [("build", "--store"), ("nlu", "--target")])
def test_what_is_neither_file_nor_folder_is_not_replaced_by_a_file(
    small: SmallKnowledge,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    option: str,
) -> None:
    root = small.write()
    # From inside the folder, because the path of a socket must be short.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as device:
        device.bind("device")
    told = refusal(command, option, "device", "--knowledge", root)
    assert told == f"device is no file; name a file with {option}"
    assert Path("device").is_socket()


def test_documents_that_are_no_folder_are_told(small: SmallKnowledge, tmp_path: Path) -> None:
    told = refusal("verify", "--documents", tmp_path / "none", "--knowledge", small.write())
    assert told == f"{tmp_path}/none is no folder; give the folder that has the documents"


@pytest.mark.parametrize("command", [*READING, "diff", "hazards", "schema"])
def test_every_command_explains_itself(command: str) -> None:
    assert f" {command} [OPTIONS]" in done(command, "--help")
    assert command in said(run())
