"""PDF files are read page by page; what cannot be read is refused with advice."""

from pathlib import Path

import pytest
from ingest_documents import pdf_writer, save_pdf
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError

from hepatica.ingest.passages import IngestError, Passage
from hepatica.ingest.readers import read_document

LONG = "This is a line of a paragraph that fills the whole width of its page to the"


def test_locators_name_page_and_paragraph(tmp_path: Path) -> None:
    first = ["Results", f"{LONG} end", "and goes on. It ends.", f"{LONG} end again."]
    path = save_pdf(tmp_path / "a.pdf", first, ["", "- An item of 5%", "- Another item"])
    assert read_document(path) == [
        Passage("page 1, paragraph 1", "Results"),
        Passage("page 1, paragraph 2", f"{LONG} end and goes on. It ends."),
        Passage("page 1, paragraph 3", f"{LONG} end again."),
        Passage("page 2, paragraph 1", "- An item of 5%"),
        Passage("page 2, paragraph 2", "- Another item"),
    ]


def test_words_parted_at_a_line_end_are_joined(tmp_path: Path) -> None:
    lines = [f"{LONG} radio-", "therapy and the dis-", "ease of 5%."]
    [passage] = read_document(save_pdf(tmp_path / "a.pdf", lines))
    assert passage.text == f"{LONG} radiotherapy and the disease of 5%."


def test_a_hyphen_that_belongs_to_the_word_stays(tmp_path: Path) -> None:
    lines = [
        f"{LONG} disease-",
        "free time, of a well-known 5-",
        "year rate and the well-",
        "known.",
    ]
    [passage] = read_document(save_pdf(tmp_path / "a.pdf", lines))
    assert passage.text.endswith(
        "disease-free time, of a well-known 5-year rate and the well-known."
    )


def test_page_numbers_are_no_paragraphs(tmp_path: Path) -> None:
    pages = [["Page 1 of 12", "The text.", "3"], ["- 2 -", "More text.", "3 / 12"]]
    texts = [passage.text for passage in read_document(save_pdf(tmp_path / "a.pdf", *pages))]
    assert texts == ["The text.", "More text."]


def test_a_pdf_with_a_password_is_refused_with_the_way_out(tmp_path: Path) -> None:
    writer = pdf_writer([["Secret: 5%."]])
    writer.encrypt("secret", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(IngestError, match=r"a\.pdf needs a password; .* print it to a new PDF"):
        read_document(tmp_path / "a.pdf")


def test_a_pdf_that_is_only_protected_from_changes_is_read(tmp_path: Path) -> None:
    writer = pdf_writer([["Open: 5%."]])
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert read_document(tmp_path / "a.pdf")[0].text == "Open: 5%."


def test_an_encryption_that_cannot_be_read_here_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decrypt(self: PdfReader, password: str) -> None:
        raise DependencyError("cryptography>=3.1 is required")

    writer = pdf_writer([["Open: 5%."]])
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    monkeypatch.setattr(PdfReader, "decrypt", decrypt)
    with pytest.raises(IngestError, match="is encrypted; open it"):
        read_document(tmp_path / "a.pdf")


def test_a_scan_without_text_asks_for_text_recognition(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"only pictures .* run text recognition \(OCR\) first"):
        read_document(save_pdf(tmp_path / "scan.pdf", [], []))


def test_a_pdf_with_too_many_pages_is_refused_before_its_text_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = PdfWriter()
    for _ in range(2001):
        writer.add_blank_page(width=10, height=10)
    writer.write(tmp_path / "a.pdf")
    monkeypatch.setattr(PageObject, "extract_text", lambda _: pytest.fail("read"))
    with pytest.raises(IngestError, match="has 2001 pages and 2,000 is the most"):
        read_document(tmp_path / "a.pdf")


def test_a_pdf_of_2000_pages_is_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = PdfWriter()
    for _ in range(2000):
        writer.add_blank_page(width=10, height=10)
    writer.write(tmp_path / "a.pdf")
    monkeypatch.setattr(PageObject, "extract_text", lambda _: "Alive: 5%.")
    assert len(read_document(tmp_path / "a.pdf")) == 2000


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6])
def test_a_cut_pdf_is_refused_or_read_without_a_traceback(tmp_path: Path, kept: float) -> None:
    path = save_pdf(tmp_path / "a.pdf", [f"{LONG} end of line {n}" for n in range(30)])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(IngestError, match=r"a\.pdf"):
        read_document(path)


def test_a_text_named_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("Overall survival was 27.4%.")
    with pytest.raises(IngestError, match="is damaged or not what its ending says"):
        read_document(tmp_path / "a.pdf")
