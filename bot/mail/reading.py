"""From the bytes of a mail to a message of a person, or to the reason why it gets no answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from bot.channels.intake import has_words
from bot.mail.authentication import is_vouched_for
from bot.mail.automatic import is_automatic
from bot.mail.quotes import own_words
from bot.mail.settings import ADDRESS, MailSettings
from bot.mail.words import as_sent, content_of, header
from bot.messaging.incoming import Address, Incoming, Kind, language_of

_ID = re.compile(r"<[!-;=?-~]{1,250}>")
"""The id of a mail; nothing that would break a header."""
_ANSWER = re.compile(
    r"(?:re|aw|sv|fwd?|wg|tr|rv|回复|答复|回覆|答覆|转发|轉寄|轉發)(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_SHORT = 80
"""Characters below which a text may only be the end of what the subject says."""
_REFERENCES_MOST = 20


class NotAnswered(Exception):  # noqa: N818 - it says what becomes of it
    """A mail that gets no answer; says why, without words or addresses."""


@dataclass(frozen=True)
class Mail:
    """What a person wrote.

    Args:
        incoming: the message; its text is what stands in the mail itself.
        subject: the subject, where it is new; "" in answers, whose subject says nothing new.
        domain: the domain of the sender.
    """

    incoming: Incoming
    subject: str


def read(raw: bytes, settings: MailSettings, sent_at: float) -> Mail:
    """The message in a mail.

    Args:
        raw: the mail, or its beginning where it is very large.
        settings: our address, and whose word on senders is taken.
        sent_at: when it came into the mailbox.

    Raises:
        NotAnswered: it is not from a person, or perhaps not from the one that it names.
    """
    mail = message_from_bytes(raw)
    subject = header(mail, "subject")
    if is_automatic(mail, subject):
        raise NotAnswered("sent by a program")
    sender = _sender(mail)
    if sender.lower() == settings.address.lower():
        raise NotAnswered("from our own address")
    domain = sender.rpartition("@")[2]
    if settings.authserv and not is_vouched_for(mail, settings.authserv, domain):
        raise NotAnswered("not proved to come from its sender")
    content = content_of(mail)
    text = own_words(content.text, settings.address)
    person = sender.lower()
    is_answer = bool(_ANSWER.match(subject)) or "in-reply-to" in mail
    if not has_words(text) and not is_answer:
        text, subject = subject, ""
    kind = content.attached[0] if content.attached else Kind.TEXT
    if kind is Kind.TEXT and not has_words(text):
        kind = Kind.UNKNOWN
    incoming = Incoming(
        id=f"{person} {_id(mail, raw)}",
        sender=person,
        kind=kind,
        text=text,
        address=_address(mail, sender),
        sent_at=sent_at,
        language=_language(mail),
    )
    return Mail(incoming, "" if is_answer else subject)


def is_split(mail: Mail) -> bool:
    """Whether the question may stand in the subject: that asks, and the text is short."""
    asks = mail.subject.endswith(("?", "？"))
    return asks and len(mail.incoming.text) < _SHORT


def _sender(mail: Message) -> str:
    """The address that wrote, its domain in small letters.

    Raises:
        NotAnswered: there is none, or several, or one that nothing can be sent to.
    """
    found = getaddresses([as_sent(mail, "from")]) if len(mail.get_all("from", [])) == 1 else []
    addresses = {address for _, address in found if address}
    if len(addresses) != 1:
        raise NotAnswered("without one sender")
    (address,) = addresses
    if not re.fullmatch(ADDRESS, address) or not address.isprintable() or "\ufffd" in address:
        raise NotAnswered("from an address of unusual shape")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _id(mail: Message, raw: bytes) -> str:
    """What the sender's program calls the mail, or else a hash of it."""
    found = _ID.search(str(mail.get("message-id", "")))
    return found[0] if found else hashlib.sha256(raw).hexdigest()


def _address(mail: Message, sender: str) -> Address:
    """Where the answer goes to, and what it is an answer to."""
    found = _ID.search(str(mail.get("message-id", "")))
    references = _ID.findall(str(mail.get("references", "") or mail.get("in-reply-to", "")))
    return {
        "to": sender,
        "subject": header(mail, "subject")[:200],
        "id": found[0] if found else "",
        "references": references[-_REFERENCES_MOST:],
    }


def _language(mail: Message) -> str | None:
    for name in ("content-language", "accept-language"):
        if known := language_of(str(mail.get(name, "")).split(",")[0].strip()):
            return known
    return None
