"""What platforms' APIs answer, as far as several of them answer alike."""

from __future__ import annotations

from typing import Any

import aiohttp


async def told(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """The JSON object in an answer; empty where there is none."""
    try:
        found = await response.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def retry_after(response: aiohttp.ClientResponse) -> float | None:
    """Seconds that an answer asks to wait; None where it does not."""
    after = response.headers.get("Retry-After", "")
    return float(after) if after.isdecimal() else None
