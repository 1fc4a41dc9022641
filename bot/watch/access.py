"""Who may look: programs on this machine, and whoever has the token.

The same file is in ``bot/watch/`` and in ``actions/hepatica/watch/``, as two environments cannot
share one (docs/decisions/0001-two-environments.md); a test keeps them the same.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from ipaddress import ip_address

SETTING = "HEPATICA_METRICS_TOKEN"
FROM_ELSEWHERE = ("forwarded", "x-forwarded-for", "x-real-ip", "origin")
"""Headers that proxies add, and the one that browsers send for a web page."""
_SHAPE = re.compile(r"[A-Za-z0-9_-]{32,256}", re.ASCII)
_BEARER = re.compile(r"bearer +(\S+)", re.ASCII | re.IGNORECASE)


class BadToken(Exception):  # noqa: N818 - it is the token that is bad
    """HEPATICA_METRICS_TOKEN cannot be used; says why, and never shows it."""


class Access:
    """Decides who may look.

    Args:
        environment: the environment variables.

    Raises:
        BadToken: HEPATICA_METRICS_TOKEN is set and weak.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        token = environment.get(SETTING, "").strip()
        if token and (not _SHAPE.fullmatch(token) or len(set(token)) < 8):  # noqa: PLR2004 - hex has about 15
            raise BadToken(
                f"{SETTING} is too weak: at least 32 random letters. "
                "Make one with: openssl rand -hex 32"
            )
        self._token = token

    def may_probe(self, headers: Mapping[str, str]) -> bool:
        """Whether a request may ask how the server is: it came directly, or has the token."""
        return not _is_passed_on(headers) or self._has_token(headers)

    def may_measure(self, ip: str, headers: Mapping[str, str]) -> bool:
        """Whether a request may read the numbers: it is from this machine, or has the token."""
        return (_is_loopback(ip) and not _is_passed_on(headers)) or self._has_token(headers)

    def _has_token(self, headers: Mapping[str, str]) -> bool:
        found = _BEARER.fullmatch(headers.get("authorization", "").strip())
        if not self._token or found is None:
            return False
        return hmac.compare_digest(found[1].encode(), self._token.encode())


def _is_passed_on(headers: Mapping[str, str]) -> bool:
    return any(name in headers for name in FROM_ELSEWHERE)


def _is_loopback(ip: str) -> bool:
    try:
        return ip_address(ip).is_loopback
    except ValueError:
        return False
