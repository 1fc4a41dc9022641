"""Parses messages with one trained model and says how long each took; runs beside Rasa.

``.venv/bin/python -m scorecard.compare.parse MODEL MESSAGES OUT``, from the checkout: MESSAGES is a
JSON list of texts, OUT gets ``{"parses": [...], "milliseconds": [...], "megabytes": ...}``.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

WARM_UP = 20
"""Messages that are parsed first and not counted."""


def main(model: str, messages: str, out: str) -> int:
    """Parse all messages, one after the other."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    texts = json.loads(Path(messages).read_text(encoding="utf-8"))
    found = asyncio.run(_parse(model, texts))
    Path(out).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return 0


async def _parse(model: str, texts: list[str]) -> dict[str, Any]:
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    for text in texts[:WARM_UP]:
        await agent.parse_message(text)
    parses, times = [], []
    for text in texts:
        start = time.perf_counter()
        parses.append(await agent.parse_message(text))
        times.append((time.perf_counter() - start) * 1000)
    return {"parses": parses, "milliseconds": times, "megabytes": resident()}


def resident() -> float:
    """Memory in use by this process, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
