"""A part of a reply as a mail, in the thread of the mail that is answered."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import localtime
from typing import Any

from bot.mail.settings import MailSettings
from bot.messaging.sending import Delivery

_REPLY = re.compile(r"(?:re|aw|sv|回复|答复|回覆|答覆)(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_NO_SUBJECT = "Liver cancer / 肝癌"
_NEXT_LINE = "\r\n "
_IDS = ("message-id", "in-reply-to", "references")


class _Policy(EmailPolicy):
    """Python encodes ids of more than a line, which no mail program then knows."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _IDS:
            return f"{name}: {_NEXT_LINE.join(str(value).split())}\r\n".encode()
        return super().fold_binary(name, value)


def reply(delivery: Delivery, settings: MailSettings) -> bytes:
    """The mail for a part, as it is handed to a server.

    Plain text; headers tell other programs not to answer it.

    Args:
        delivery: the part, and where it goes to.
        settings: our address and name.
    """
    address = delivery.address
    to, subject = str(address["to"]), str(address["subject"])
    policy = _Policy(linesep="\r\n", cte_type="7bit", utf8=not to.isascii())
    message = EmailMessage(policy=policy)
    message["From"] = Address(settings.name, *_halves(settings.address))
    message["To"] = Address("", *_halves(to))
    message["Subject"] = subject if _REPLY.match(subject) else f"Re: {subject or _NO_SUBJECT}"
    message["Date"] = localtime()
    # The same for every attempt, so that a server that took it already can know it.
    message["Message-ID"] = f"<hepatica-{delivery.key}@{settings.domain}>"
    if address["id"]:
        message["In-Reply-To"] = address["id"]
        message["References"] = " ".join([*address["references"], address["id"]])
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(delivery.part.text)
    return message.as_bytes()


def _halves(address: str) -> tuple[str, str]:
    user, _, domain = address.rpartition("@")
    return user, domain
