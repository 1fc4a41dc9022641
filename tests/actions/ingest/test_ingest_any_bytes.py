"""Whatever a file holds, reading it gives passages or an IngestError, never another error."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_documents import LEXICON, save_docx, save_pdf

from hepatica.ingest.drafting import draft_candidates
from hepatica.ingest.passages import IngestError, Passage
from hepatica.ingest.readers import ENDINGS, read_document

_ANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<html>",
    b"| a |\n|-|\n",
]


def _readable(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        passages = read_document(path)
    except IngestError as error:
        said = str(error)
    else:
        said = path.name
        assert all(passage.text.strip() for passage in passages)
        assert len({passage.locator for passage in passages}) == len(passages)
        draft_candidates(passages, LEXICON)
    assert path.name in said
    assert "\n" not in said


@pytest.mark.parametrize("ending", ENDINGS)
@given(start=st.sampled_from(_STARTS), content=st.binary(max_size=400))
@_ANY
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, ending: str, start: bytes, content: bytes
) -> None:
    _readable(tmp_path / f"a{ending}", start + content)


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
@given(text=st.text(max_size=300))
@_ANY
def test_any_text_is_read_or_refused(tmp_path: Path, ending: str, text: str) -> None:
    _readable(tmp_path / f"a{ending}", text.encode("utf-8", "surrogatepass"))


@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=30))
@_ANY
def test_a_pdf_with_junk_inside_is_read_or_refused(tmp_path: Path, at: float, junk: bytes) -> None:
    good = tmp_path / "good.pdf"
    if not good.exists():
        save_pdf(good, ["Overall survival was 27.4% at 2 years."])
    content = good.read_bytes()
    place = int(at * len(content))
    _readable(tmp_path / "a.pdf", content[:place] + junk + content[place + len(junk) :])


@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=30))
@_ANY
def test_a_word_file_with_junk_inside_is_read_or_refused(
    tmp_path: Path, at: float, junk: bytes
) -> None:
    good = tmp_path / "good.docx"
    if not good.exists():
        save_docx(good, ["Overall survival was 27.4%."], [["a", "b"], ["c", "9%"]])
    with zipfile.ZipFile(good) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["word/document.xml"]
    place = int(at * len(main))
    parts["word/document.xml"] = main[:place] + junk + main[place + len(junk) :]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    _readable(tmp_path / "a.docx", packed.getvalue())


_SENTENCES = """27.4% 9.4 % 33 of 38 patients (86.8%) 95% CI 0.23-0.54 P < .001 HR 0.35 at 24 months
2-year 1, 3 and 5 years survival rate n = 82 in the radiotherapy group versus with cirrhosis ; , . (
5年 生存率 为 分别 38例 中 33例 先放疗组 and respectively Gy cm 1/2 < 5 ) ["""
_WORDS = re.split(r"\s+", _SENTENCES)


@given(words=st.lists(st.sampled_from(_WORDS), max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_order_of_words_is_read(words: list[str]) -> None:
    sentence = " ".join(words)
    for candidate in draft_candidates([Passage("paragraph 1", sentence)], LEXICON):
        assert candidate.passage in sentence
        for figure in candidate.figures:
            first = figure.value.lstrip("<>≤≥").split("-")[0]
            assert first in sentence.replace("< ", "<")
