"""Word files are read with their tables; other packed files are refused."""

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from ingest_documents import save_docx, save_zip

from hepatica.ingest.passages import IngestError, Passage
from hepatica.ingest.readers import read_document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_paragraphs_and_tables_have_exact_locators(tmp_path: Path) -> None:
    table = [["", "RT group", "Surgery alone"], ["2 years", "27.4%", "9.4%"]]
    path = save_docx(tmp_path / "a.docx", ["Before.", "", "After."], table)
    assert read_document(path) == [
        Passage("paragraph 1", "Results"),
        Passage("paragraph 2", "Before."),
        Passage("table 1, row 1", "RT group; Surgery alone"),
        Passage("table 1, row 2", "2 years; RT group: 27.4%; Surgery alone: 9.4%"),
        Passage("paragraph 3", "After."),
    ]


def test_a_table_without_headings_is_read_as_it_stands(tmp_path: Path) -> None:
    path = save_docx(tmp_path / "a.docx", ["Text."], [["Alive", "27.4%"], ["Well", "13.3%"]])
    texts = [passage.text for passage in read_document(path)]
    assert texts[2:] == ["Alive; 27.4%", "Well; 13.3%"]


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    document = Document()
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:p {_W}><w:r><w:t xml:space="preserve">Alive: </w:t></w:r>'
            "<w:del><w:r><w:delText>26%</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>27.4%</w:t></w:r></w:ins></w:p>"
        ),
    )
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx") == [Passage("paragraph 1", "Alive: 27.4%")]


def test_text_in_a_content_control_is_read(tmp_path: Path) -> None:
    document = Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {_W}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
    )
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx")[0].text == "In a control."


def test_a_text_named_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("Overall survival was 27.4%.")
    with pytest.raises(IngestError, match=r"a\.docx is no Word file or is damaged"):
        read_document(tmp_path / "a.docx")


def test_an_old_doc_renamed_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(IngestError, match=r"old Word file .* save it as \.docx"):
        read_document(tmp_path / "a.docx")


def test_another_packed_file_is_refused(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "a.docx", {"xl/workbook.xml": b"<x/>"})
    with pytest.raises(IngestError, match="packed but no Word file"):
        read_document(path)


def test_a_word_file_with_broken_parts_is_refused(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "a.docx", {"word/document.xml": b"<x"})
    with pytest.raises(IngestError, match="is damaged or not what its ending says"):
        read_document(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {"word/document.xml": b"<x/>"} | {f"word/{n}.xml": b" " * 50_000_000 for n in range(5)}
    path = save_zip(tmp_path / "a.docx", parts)
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(IngestError, match="would unpack to 250 MB and 200 MB is the most"):
        read_document(path)
