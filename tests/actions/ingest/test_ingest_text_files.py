"""Plain text is read in its encoding, paragraph by paragraph."""

from pathlib import Path

import pytest

from hepatica.ingest.passages import IngestError, Passage, tidy
from hepatica.ingest.readers import read_document

CHINESE = "164例肝癌合并门静脉癌栓患者随机分组，先放疗组2年总生存率为27.4%。"


def _read(folder: Path, content: bytes, name: str = "notes.txt") -> list[Passage]:
    path = folder / name
    path.write_bytes(content)
    return read_document(path)


def _texts(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def test_without_blank_lines_every_line_is_a_paragraph(tmp_path: Path) -> None:
    assert _read(tmp_path, b"Title\nFirst line.\nSecond line.\n") == [
        Passage("paragraph 1", "Title"),
        Passage("paragraph 2", "First line."),
        Passage("paragraph 3", "Second line."),
    ]


def test_blank_lines_part_paragraphs_and_wrapped_lines_are_joined(tmp_path: Path) -> None:
    passages = _read(tmp_path, b"A title\n\nA sentence that\nis wrapped.\n \t\n\nThe end.\n")
    assert passages == [
        Passage("paragraph 1", "A title"),
        Passage("paragraph 2", "A sentence that is wrapped."),
        Passage("paragraph 3", "The end."),
    ]


def test_a_blank_line_at_the_end_parts_nothing(tmp_path: Path) -> None:
    assert len(_read(tmp_path, b"\n\nOne.\nTwo.\n\n")) == 2


def test_list_items_inside_a_block_are_paragraphs(tmp_path: Path) -> None:
    passages = _read(
        tmp_path, b"Results:\n1. Alive: 27.4%\n2. Well: 9.4%\n\n- an item\n- another\n"
    )
    assert _texts(passages) == [
        "Results:",
        "1. Alive: 27.4%",
        "2. Well: 9.4%",
        "- an item",
        "- another",
    ]


@pytest.mark.parametrize("ending", [b"\r\n", b"\r", b"\n"])
def test_line_ends_of_every_system_count(tmp_path: Path, ending: bytes) -> None:
    assert len(_read(tmp_path, ending.join([b"One.", b"Two.", b"Three."]))) == 3


def test_wrapped_chinese_lines_are_joined_without_a_space(tmp_path: Path) -> None:
    passages = _read(tmp_path, "标题\n\n肝癌是常见的\n恶性肿瘤。".encode())
    assert passages[1].text == "肝癌是常见的恶性肿瘤。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_a_chinese_text_is_decoded(tmp_path: Path, encoding: str) -> None:
    assert _texts(_read(tmp_path, CHINESE.encode(encoding))) == [CHINESE]


def test_a_single_chinese_word_in_gb18030_is_decoded(tmp_path: Path) -> None:
    assert _texts(_read(tmp_path, "肝癌".encode("gb18030"))) == ["肝癌"]


def test_utf_16_without_a_mark_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="UTF-8"):
        _read(tmp_path, "Overall survival was 27.4%.".encode("utf-16-le"))


def test_a_windows_text_keeps_its_quotes_and_dashes(tmp_path: Path) -> None:
    text = "The patients’ survival was 27.4% – a “naïve” guess; café."
    assert _texts(_read(tmp_path, text.encode("cp1252"))) == [text]


def test_the_mark_of_an_old_dos_file_is_left_out(tmp_path: Path) -> None:
    assert _texts(_read(tmp_path, b"The end.\x1a")) == ["The end."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "rename it to end in .pdf"),
        (b"PK\x03\x04....", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office file"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Survival\x00was 27.4%.", "binary data"),
        (b"Survival\x07 was 27.4%.", "binary data"),
        (bytes(range(128, 256)) * 4, "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(IngestError, match=r"notes\.txt") as caught:
        _read(tmp_path, content)
    assert said in str(caught.value)


def test_text_is_tidied() -> None:
    assert tidy("radio\u00adtherapy\u200b  e\u0301\t\u00a0x\ufeff ﬁrst") == "radiotherapy é x first"
