"""Whether a mail was sent by a program: such mail gets no answer, so that no loop begins."""

from __future__ import annotations

import re
from email.message import Message
from email.utils import parseaddr

_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
_LISTS = (
    "list-id", "list-unsubscribe", "list-post", "feedback-id", "x-autoreply", "x-autorespond",
    "x-auto-reply", "x-failed-recipients",
)  # fmt: skip
"""Headers that only programs set."""
_SUPPRESS = frozenset({"all", "autoreply"})
"""These ask that no program answers. Exchange writes "OOF" and "DR" into people's mails, too."""
_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|bounces?|bounces?[-+].*"
    r"|(?:.*[-_.])no-?reply)@",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\s*(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|自动回复|自動回覆|自動回復"
    r"|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática"
    r"|risposta automatica|undelivered mail|undeliverable|delivery status notification"
    r"|mail delivery (?:failed|failure)|系统退信|系統退信)\b",
    re.IGNORECASE,
)


def is_automatic(mail: Message, subject: str) -> bool:
    """Whether it is a bounce, a newsletter, a list, an absence note, an invitation or the like.

    Args:
        mail: the mail; of its headers only those that programs set are looked at.
        subject: its subject, decoded.
    """
    return bool(_says_so(mail) or _is_nobody(mail) or _AWAY.match(subject) or _is_report(mail))


def _says_so(mail: Message) -> bool:
    submitted = _words(mail, "auto-submitted")
    if submitted and submitted[0] != "no":
        return True
    suppress = set(_words(mail, "x-auto-response-suppress")) & _SUPPRESS
    precedence = set(_words(mail, "precedence")) & _PRECEDENCE
    return bool(suppress or precedence or any(name in mail for name in _LISTS))


def _is_nobody(mail: Message) -> bool:
    """Whether answers to it go nowhere, or to the mail system."""
    path = str(mail.get("return-path", "")).strip()
    senders = [parseaddr(str(mail.get(name, "")))[1] for name in ("from", "sender")]
    return path == "<>" or any(_NOBODY.match(address) for address in [path.strip("<>"), *senders])


def _is_report(mail: Message) -> bool:
    kind = mail.get_content_type()
    if kind in ("multipart/report", "text/calendar", "message/delivery-status"):
        return True
    parts = mail.get_payload() if mail.is_multipart() else []
    return any(
        isinstance(part, Message) and part.get_content_type() == "text/calendar" for part in parts
    )


def _words(mail: Message, name: str) -> list[str]:
    return re.findall(r"[a-z_-]+", str(mail.get(name, "")).lower())
