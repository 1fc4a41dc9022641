"""Reading the curators' YAML."""

from pathlib import Path

import pytest

from bot.knowledge_files import KnowledgeFileError, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.yml"


def test_gives_the_mapping(path: Path) -> None:
    path.write_text("key: [肝癌, 2]", encoding="utf-8")

    assert read(path) == {"key": ["肝癌", 2]}


def test_no_and_off_are_words(path: Path) -> None:
    path.write_text("words: [no, off, yes]", encoding="utf-8")

    assert read(path) == {"words": ["no", "off", "yes"]}


@pytest.mark.parametrize(
    "content",
    ["", "# only a comment", "- a\n- b", "word", "a: [", "a: 1\na: 2", "a:\tb: c", "\x00"],
)
def test_anything_but_a_mapping_is_an_error_that_names_the_file(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")

    with pytest.raises(KnowledgeFileError, match=r"some\.yml"):
        read(path)


def test_a_missing_file_is_an_error_that_names_it(path: Path) -> None:
    with pytest.raises(KnowledgeFileError, match=r"some\.yml cannot be read"):
        read(path)


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError):
        read(tmp_path)


def test_a_file_in_another_encoding_is_an_error_that_names_it(path: Path) -> None:
    path.write_bytes("key: 肝癌".encode("gb18030"))

    with pytest.raises(KnowledgeFileError, match=r"some\.yml"):
        read(path)


def test_python_objects_are_not_made(path: Path) -> None:
    path.write_text("key: !!python/object/apply:os.getcwd []", encoding="utf-8")

    with pytest.raises(KnowledgeFileError):
        read(path)
