"""Builds documents for the ingest tests, and a small glossary to read them with."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from hepatica.ingest.drafting import Candidate, Guess, read_sentence
from hepatica.ingest.lexicon import Lexicon
from hepatica.models import FacetValue, Glossary, Term

SHARED = Path(__file__).resolve().parents[4] / "shared"
ARTICLE = SHARED / "documents" / "000_3081c42e0a99ca98.txt"
"""The news article beside the checkout; it is not ours to keep in it."""


Names = Sequence[str]


def _term(
    identifier: str, *names: str, zh: Names = (), lay: Names = (), entity: str = "term"
) -> Term:
    """A term; the first of its names is the term itself, short ones are abbreviations."""
    longest = 3
    return Term.model_validate(
        {
            "id": identifier,
            "term": {"en": names[0]},
            "entity": entity,
            "abbreviations": [name for name in names[1:] if len(name) <= longest],
            "synonyms": {"en": [n for n in names[1:] if len(n) > longest], "zh": list(zh)},
            "lay_variants": {"en": list(lay)},
            "zh_seen_in_source": False,
            "definition": {"en": f"What {names[0]} means."},
        }
    )


def _measure(identifier: str, *names: str, zh: Names = (), lay: Names = ()) -> Term:
    return _term(identifier, *names, zh=zh, lay=lay, entity="measure")


def _value(identifier: str, entity: str, en: Sequence[str], zh: Sequence[str] = ()) -> FacetValue:
    return FacetValue.model_validate(
        {"id": identifier, "entity": entity, "phrases": {"en": list(en), "zh": list(zh)}}
    )


GLOSSARY = Glossary(
    terms=[
        _term("hcc", "hepatocellular carcinoma", "HCC", zh=["肝细胞癌"]),
        _term("cirrhosis", "cirrhosis", zh=["肝硬化"]),
        _term("sbrt", "stereotactic body radiotherapy", "SBRT"),
        _measure(
            "overall-survival",
            "overall survival",
            "OS",
            "survival rate",
            zh=["总生存率", "总生存期", "生存率"],
            lay=["survival", "alive"],
        ),
        _measure("disease-free-survival", "disease-free survival", "DFS"),
        _measure("partial-response", "partial response", "partial remission"),
        _measure("recurrence", "recurrence", zh=["复发"]),
        _measure("pathological-complete-response", "pathological complete response"),
        _measure("median", "median", "median survival"),
        _measure("hazard-ratio", "hazard ratio", "HR", zh=["风险比"]),
    ],
    values=[
        _value(
            "radiotherapy then surgery",
            "group",
            ["radiotherapy then surgery", "radiotherapy group"],
            ["先放疗组"],
        ),
        _value("surgery alone", "group", ["surgery alone", "control group"], ["单纯手术"]),
        _value("bclc-a", "stage", ["bclc a"], ["BCLC A"]),
        _value("number of people", "measure", ["how many people"]),
    ],
)
LEXICON = Lexicon(GLOSSARY)


def candidate(sentence: str, locator: str = "paragraph 1, sentence 1") -> Candidate | None:
    """What the rules make of one sentence."""
    return read_sentence(sentence, locator, LEXICON)


def guesses(sentence: str, locator: str = "paragraph 1, sentence 1") -> tuple[Guess, ...]:
    """The figures of one sentence with what was guessed."""
    found = candidate(sentence, locator)
    return found.figures if found else ()


def figures(sentence: str, locator: str = "paragraph 1, sentence 1") -> list[tuple[str, str]]:
    """Value and unit of each figure of one sentence."""
    return [(guess.value, guess.unit) for guess in guesses(sentence, locator)]


def pdf_writer(pages: Sequence[Sequence[str]]) -> PdfWriter:
    """A PDF with the given lines of Latin text on its pages, in a writer to change and save."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(width=600, height=800)
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 14 TL 50 750 Td {shown}ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def save_pdf(path: Path, *pages: Sequence[str]) -> Path:
    """Write a PDF with the given lines on its pages."""
    pdf_writer(pages).write(path)
    return path


def save_docx(path: Path, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> Path:
    """Write a Word file with a heading, paragraphs and perhaps a table after the first one."""
    document = Document()
    document.add_heading("Results", level=1)
    for place, text in enumerate(paragraphs):
        document.add_paragraph(text)
        if place == 0 and table:
            grid = document.add_table(rows=len(table), cols=len(table[0]))
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    grid.cell(row, column).text = cell
    document.save(str(path))
    return path


def save_zip(path: Path, parts: dict[str, bytes]) -> Path:
    """Write a packed file of the given parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
