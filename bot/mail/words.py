"""Reading a mail's parts: its text, whatever its encoding, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from bot.mail.html import text_of
from bot.messaging.incoming import Kind

_LOOSE = frozenset(
    {"", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "unknown-8bit"}
)
"""Charsets that programs name without looking; UTF-8 is tried first."""
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-1": "cp1252",
    "shift_jis": "cp932",
}
"""Charsets of which programs send more than they name."""
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"})
_COMMON_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
_KINDS = {"image": Kind.PHOTO, "video": Kind.VIDEO, "audio": Kind.VOICE}
_NOT_MEANT = frozenset(
    {
        "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
        "application/pgp-keys", "application/ms-tnef",
    }
)  # fmt: skip
"""What programs attach by themselves."""
_CARDS = ("text/vcard", "text/x-vcard", "text/directory")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_DEEPEST = 20
_HEADER_MOST = 2000


@dataclass
class Content:
    """What is in a mail.

    Args:
        texts: its texts, in order.
        attached: what kinds of other things are attached, in order.
    """

    texts: list[str] = field(default_factory=list)
    attached: list[Kind] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All texts."""
        return "\n\n".join(self.texts)


def content_of(mail: Message) -> Content:
    """The texts and attachments of a mail; plain text counts where the same is there as HTML."""
    content = Content()
    _collect(mail, content, 0)
    return content


def _collect(part: Message, content: Content, depth: int) -> None:
    kind = part.get_content_type()
    if depth > _DEEPEST or kind in _NOT_MEANT:
        return
    if kind in _ENCRYPTED:
        content.attached.append(Kind.UNKNOWN)
    elif kind == "multipart/alternative":
        _collect_best(part, content, depth)
    elif kind.startswith("multipart/"):
        for child in _meant(part):
            _collect(child, content, depth + 1)
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        content.texts.append(_text(part))
    else:
        content.attached.append(_attached(part))


def _attached(part: Message) -> Kind:
    if part.get_content_type() in _CARDS:
        return Kind.CONTACT
    return _KINDS.get(part.get_content_maintype(), Kind.FILE)


def _meant(part: Message) -> Iterator[Message]:
    """The parts of it, without the pictures that belong to its page: these are logos, mostly."""
    is_page = part.get_content_type() == "multipart/related"
    for child in _children(part):
        if not (is_page and child.get_content_maintype() == "image"):
            yield child


def _collect_best(part: Message, content: Content, depth: int) -> None:
    """One of several that say the same: the first that has words."""
    found = []
    for child in sorted(_children(part), key=lambda each: each.get_content_type() != "text/plain"):
        one = Content()
        _collect(child, one, depth + 1)
        found.append(one)
        if one.text.strip():
            break
    best = found[-1:] if found and found[-1].text.strip() else found[:1]
    for one in best:
        content.texts += one.texts
        content.attached += one.attached


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    text = decoded(raw if isinstance(raw, bytes) else b"", part.get_content_charset() or "")
    return text_of(text) if part.get_content_type() == "text/html" else text


def decoded(raw: bytes, charset: str) -> str:
    """The text in bytes that claim to be in ``charset``, which may be wrong, unknown or missing."""
    named = _WIDER.get(charset.lower(), charset.lower())
    for guess in ("utf-8", named) if charset.lower() in _LOOSE else (named, "utf-8"):
        if (text := _exactly(raw, guess)) is not None and (
            guess == "utf-8" or not _odd(raw, guess)
        ):
            return text
    chinese = _exactly(raw, "gb18030")
    beyond = [character for character in chinese or "" if ord(character) > 127]  # noqa: PLR2004
    if chinese and len(_COMMON_CHINESE.findall(chinese)) * 10 > len(beyond) * 9:
        return chinese
    try:
        return raw.decode(named if named not in _NO_CHARSETS else "cp1252", "replace")
    except (LookupError, ValueError):
        return raw.decode("cp1252", "replace")


def _exactly(raw: bytes, charset: str) -> str | None:
    if charset in _NO_CHARSETS:
        return None
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return None


def _odd(raw: bytes, charset: str) -> bool:
    """Whether bytes that Western text does not have speak against a charset that takes all."""
    western = charset in _LOOSE or charset == "cp1252"
    beyond = sum(byte > 127 for byte in raw)  # noqa: PLR2004
    return western and beyond * 3 > len(raw)


def header(mail: Message, name: str) -> str:
    """A header in words, on one line; "" where it is missing or cannot be read."""
    words = "".join(_pieces(as_sent(mail, name)))
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def as_sent(mail: Message, name: str) -> str:
    """A header with its encoded words; bytes that no header should have are read as well."""
    raw = next((value for key, value in mail.raw_items() if key.lower() == name), "")[:_HEADER_MOST]
    return raw if raw.isascii() else decoded(raw.encode("ascii", "surrogateescape"), "")


def _pieces(raw: str) -> Iterator[str]:
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    for piece, charset in pieces:
        yield decoded(piece, charset or "") if isinstance(piece, bytes) else piece
