"""Files that cannot be read say where and how to mend them, without a traceback."""

from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge

from hepatica.loading import KnowledgeError, Problem, load_knowledge
from hepatica.loading.yaml_lines import read_yaml

FILES = ["sources.yml", "glossary.yml", "phrases.yml", "facts/basics.yml"]


def _problems_with(small: SmallKnowledge, name: str, content: bytes) -> list[Problem]:
    """The problems told about ``name`` when it holds ``content``."""
    small.write()
    small.path(name).write_bytes(content)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(small.root)
    return [p for p in caught.value.problems if p.file == f"knowledge/{name}"]


@pytest.mark.parametrize("name", FILES)
def test_a_tab_is_told_with_its_line(small: SmallKnowledge, name: str) -> None:
    [problem] = _problems_with(small, name, b"version: 1\nsources:\n\t- id: x\n")
    assert problem.line == 3
    assert "not valid YAML" in problem.message


def test_a_tab_is_told_as_a_tab(small: SmallKnowledge) -> None:
    [problem] = _problems_with(small, "sources.yml", b"version: 1\nsources:\n\t- id: x\n")
    assert "indent with spaces, not tabs" in problem.message


@pytest.mark.parametrize("name", FILES)
def test_broken_yaml_is_told_with_its_line(small: SmallKnowledge, name: str) -> None:
    [problem] = _problems_with(small, name, b"version: 1\nnote: one: two\n")
    assert problem.line == 2
    assert "not valid YAML" in problem.message
    assert "quotes" in problem.message


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(small: SmallKnowledge, name: str, content: bytes) -> None:
    [problem] = _problems_with(small, name, content)
    assert (problem.line, problem.message) == (1, "the file is empty")


@pytest.mark.parametrize("name", FILES)
def test_windows_1252_bytes_are_told_with_their_line(small: SmallKnowledge, name: str) -> None:
    [problem] = _problems_with(small, name, "a: 1\nb: ‘quoted’\n".encode("cp1252"))
    assert problem.line == 2
    assert "encoding UTF-8" in problem.message


@pytest.mark.parametrize("name", FILES)
def test_a_key_given_twice_is_told_with_its_second_line(small: SmallKnowledge, name: str) -> None:
    [problem] = _problems_with(small, name, b"version: 1\nnote: a\nversion: 2\n")
    assert problem.line == 3
    assert "'version' stands twice" in problem.message


def test_a_key_given_twice_inside_a_fact_is_told(small: SmallKnowledge) -> None:
    small.write()
    path = small.path("facts/basics.yml")
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n  certainty: established\n"
    [problem] = _problems_with(small, "facts/basics.yml", text.encode())
    assert problem.line == len(text.splitlines())
    assert "'certainty' stands twice" in problem.message


@pytest.mark.parametrize("name", ["sources.yml", "glossary.yml", "phrases.yml"])
def test_a_missing_file_is_told(small: SmallKnowledge, name: str) -> None:
    small.write()
    small.path(name).unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(small.root)
    [problem] = [p for p in caught.value.problems if p.file == f"knowledge/{name}"]
    assert "check that the file exists" in problem.message


def test_a_folder_in_place_of_a_file_is_told(small: SmallKnowledge) -> None:
    small.write()
    small.path("sources.yml").unlink()
    small.path("sources.yml").mkdir()
    with pytest.raises(KnowledgeError, match=r"sources\.yml:1: cannot be read"):
        load_knowledge(small.root)


def test_a_file_over_20_megabytes_is_not_read(small: SmallKnowledge) -> None:
    small.write()
    with small.path("sources.yml").open("ab") as file:
        file.truncate(20_000_001)
    with pytest.raises(KnowledgeError, match=r"sources\.yml:1: the file is larger than 20 MB"):
        load_knowledge(small.root)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sources.yml", b"- id: trial-one\n"),
        ("facts/basics.yml", b"- id: liver-what\n"),
        ("glossary.yml", b"just words\n"),
        ("sources.yml", b"sources: {id: trial-one}\n"),
        ("facts/basics.yml", b"topic: basics\nfact: []\n"),
    ],
)
def test_another_shape_than_a_list_under_its_key_is_told(
    small: SmallKnowledge, name: str, content: bytes
) -> None:
    problems = _problems_with(small, name, content)
    assert problems
    assert all("expected a list under" in problem.message for problem in problems)


@pytest.mark.parametrize("content", [b"- a list\n", b"phrases: [a]\n", b"phrase: {}\n"])
def test_phrases_of_another_shape_are_told(small: SmallKnowledge, content: bytes) -> None:
    [problem] = _problems_with(small, "phrases.yml", content)
    assert problem.field == "phrases"


def test_a_byte_order_mark_does_no_harm(small: SmallKnowledge) -> None:
    small.write()
    path = small.path("sources.yml")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "trial-one" in load_knowledge(small.root).sources


def test_windows_line_ends_do_no_harm(small: SmallKnowledge) -> None:
    small.write()
    path = small.path("facts/basics.yml")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "liver-what" in load_knowledge(small.root).facts


def test_yaml_cannot_run_code(small: SmallKnowledge) -> None:
    content = b"sources: !!python/object/apply:os.getcwd []\n"
    [problem] = _problems_with(small, "sources.yml", content)
    assert "not valid YAML" in problem.message


def test_a_day_that_does_not_exist_is_told(small: SmallKnowledge) -> None:
    small.write()
    text = small.path("facts/basics.yml").read_text(encoding="utf-8")
    text = text.replace("'2027-11-23'", "2027-02-30")
    problems = _problems_with(small, "facts/basics.yml", text.encode())
    assert problems


def test_a_list_as_key_is_told(small: SmallKnowledge) -> None:
    assert _problems_with(small, "sources.yml", b"? [a, b]\n: 1\n")


def test_an_alias_to_itself_is_told(small: SmallKnowledge) -> None:
    assert _problems_with(small, "sources.yml", b"sources: &a [*a]\n")


def test_on_yes_and_no_are_words(tmp_path: Path) -> None:
    path = tmp_path / "words.yml"
    path.write_text("on: no\nyes: off\nflag: true\n", encoding="utf-8")
    data, _ = read_yaml(path, "words.yml")
    assert data == {"on": "no", "yes": "off", "flag": True}


@pytest.mark.parametrize("cut", [b"facts: [", b"facts:\n- {id: a", b"facts: 'open", b"a: *", b"["])
def test_a_file_that_ends_too_soon_is_told_with_its_line(small: SmallKnowledge, cut: bytes) -> None:
    [problem] = _problems_with(small, "facts/basics.yml", cut)
    assert problem.message.startswith("not valid YAML")
    assert 1 <= problem.line <= cut.count(b"\n") + 2
