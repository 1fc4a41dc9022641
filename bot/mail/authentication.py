"""Whether the hospital's mail server says that a mail comes from whom it names (RFC 8601)."""

from __future__ import annotations

import re
from email.message import Message

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)
_LONGEST = 4000
_DOMAIN_OF = {
    "dkim": re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
}


def is_vouched_for(mail: Message, authserv: str, domain: str) -> bool:
    """Whether the server ``authserv`` found that ``domain`` sent it.

    DMARC is enough; DKIM and SPF count where they passed for the sender's own domain, or one above
    it. What other servers say could have been written by anybody.

    Args:
        mail: the mail with its headers.
        authserv: the name by which the server signs its findings, in small letters.
        domain: the domain of the address in "From".
    """
    headers = mail.get_all("authentication-results", [])
    findings = [_findings(str(header), authserv) for header in headers]
    return any(_passes(finding, domain.lower()) for found in findings for finding in found)


def _findings(header: str, authserv: str) -> list[str]:
    """What one header says, if that server wrote it."""
    plain = header[:_LONGEST]
    while (shorter := _COMMENT.sub(" ", plain)) != plain:
        plain = shorter
    server, *findings = plain.split(";")
    words = server.split()
    return findings if words and words[0].lower() == authserv else []


def _passes(finding: str, domain: str) -> bool:
    found = _METHOD.match(finding)
    if not found or found[2].lower() != "pass":
        return False
    method = found[1].lower()
    if method == "dmarc":
        return True
    named = _DOMAIN_OF[method].search(finding)
    signer = named[1].rpartition("@")[2].lower().rstrip(".") if named else ""
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))
