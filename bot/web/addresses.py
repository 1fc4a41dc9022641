"""Where a request comes from, so that nobody can use up what is meant for all."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from sanic.request import Request

from bot.web.settings import Network

log = logging.getLogger(__name__)

REAL = "x-real-ip"
HOUSEHOLD = 64
"""Bits of an IPv6 address that a network gets as a whole; the rest its machines choose freely."""


class Addresses:
    """Tells addresses apart; believes what reverse proxies of this list say.

    Args:
        proxies: addresses of the reverse proxies whose X-Real-IP is believed.
    """

    def __init__(self, proxies: Sequence[Network]) -> None:
        self._proxies = proxies
        self._warned = False

    def of(self, request: Request) -> str:
        """The address that a request counts for; an IPv6 address counts with its network."""
        peer = _address(request.ip)
        said = request.headers.getall(REAL, [])
        if said and peer is not None:
            if any(peer in proxy for proxy in self._proxies):
                peer = (_address(said[0]) if len(said) == 1 else None) or peer
            else:
                self._warn(peer)
        return _household(peer)

    def _warn(self, peer: IPv4Address | IPv6Address) -> None:
        """Say once that a proxy may not have been set."""
        if not self._warned:
            log.warning(
                "requests from %s carry %s, which is not believed. If it is your reverse proxy, "
                "set HEPATICA_WEB_PROXIES=%s, else all patients share one limit.",
                *(peer, REAL, peer),
            )
        self._warned = True


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _household(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSEHOLD), strict=False))
    return str(address or "unknown")
