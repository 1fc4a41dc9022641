"""Text files in the encodings that office computers write."""

import codecs
import re

from hepatica.ingest.passages import IngestError

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
"""Marks at a file's beginning; UTF-32's begins like UTF-16's, so it is tried first."""

_OTHER_KINDS = {
    b"%PDF-": "a PDF file; rename it to end in .pdf",
    b"PK\x03\x04": "a packed file; if it is from Word, rename it to end in .docx",
    b"\xd0\xcf\x11\xe0": "an old Office file; open it in Word and save it as .docx",
    b"{\\rtf": "a rich text file; open it in Word and save it as .docx",
    b"\x89PNG": "a picture; run text recognition (OCR) on it first",
    b"\xff\xd8\xff": "a picture; run text recognition (OCR) on it first",
}
_LEGACY = ["gb18030", "big5", "cp1252"]
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})""", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_DOS_END = "\x1a"
_CHINESE_PAIR = re.compile(rb"[\x81-\xfe][\x30-\xfe]")
_COMMON_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
_MOSTLY = 0.9
"""Share of a Chinese text's characters that are among the 3,755 commonest or punctuation."""


def decode(raw: bytes, name: str, *, declared: bool = False) -> str:
    """The text of a file: by its byte order mark, as UTF-8, or in a Windows encoding.

    Args:
        raw: the file's bytes.
        name: the file's name, for errors.
        declared: whether an encoding named inside the text (HTML) is believed.

    Raises:
        IngestError: it is no text, or in an encoding that cannot be told.
    """
    for start, kind in _OTHER_KINDS.items():
        if raw.startswith(start):
            raise IngestError(f"{name} is no text but {kind}.")
    text = _marked(raw) or _named(raw, declared) or _guessed(raw)
    if text is None:
        raise IngestError(
            f"{name} is no text, or its encoding cannot be told; open it in an editor and save it "
            "with the encoding UTF-8."
        )
    text = text.rstrip(_DOS_END)
    if _CONTROL.search(text):
        raise IngestError(
            f"{name} contains characters that no text has (binary data); save it as plain text "
            "with the encoding UTF-8, or give the original document."
        )
    return text


def _marked(raw: bytes) -> str | None:
    """By byte order mark, else as UTF-8."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    return _strict(raw, encoding)


def _named(raw: bytes, declared: bool) -> str | None:
    """In the encoding that an HTML page names."""
    match = _DECLARED.search(raw[:4096]) if declared else None
    if match is None or b"\0" in raw:
        return None
    encoding = match[1].decode("ascii").lower()
    if encoding in ("gb2312", "gbk"):
        encoding = "gb18030"  # what browsers do: pages use more than they declare
    return _strict(raw, encoding)


def _guessed(raw: bytes) -> str | None:
    if b"\0" in raw:
        return None
    if _looks_simplified(raw) and (text := _strict(raw, "gb18030")) is not None:
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_LEGACY).best()
    return None if best is None else str(best)


def _looks_simplified(raw: bytes) -> bool:
    """Whether most double bytes are common simplified characters.

    Short Chinese texts give statistics too little to go by: a dozen characters are valid in
    several encodings, but common in one only.
    """
    pairs = _CHINESE_PAIR.findall(raw)
    common = sum(1 for pair in pairs if _COMMON_PAIR.match(pair))
    return bool(pairs) and common >= _MOSTLY * len(pairs)


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return codecs.decode(raw, encoding)
    except (UnicodeError, LookupError):
        return None
