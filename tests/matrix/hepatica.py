"""The Matrix process of the tests, started as in earnest."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.paths import ROOT
from tests.matrix.rasa import Rasa
from tests.matrix.synapse import PASSWORD, Synapse

KEY = "0123456789abcdef0123456789abcdef"
LISTENING = "matrix: listening"
SECONDS = 60.0


@dataclass
class Hepatica:
    """One process with its folder; it can be ended and started again.

    Args:
        synapse: the homeserver.
        rasa: what answers.
        folder: of inbox, store and log.
        user: the bot's user.
        settings: further settings.
    """

    synapse: Synapse
    rasa: Rasa
    folder: Path
    user: str
    settings: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    starts: int = 0

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def log(self) -> str:
        path = self.folder / "bot.log"
        return path.read_text() if path.exists() else ""

    def environment(self) -> dict[str, str]:
        """The process's environment variables."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("HEPATICA_")},
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            "HEPATICA_INBOX": str(self.folder / "inbox.sqlite"),
            "HEPATICA_MATRIX_HOMESERVER": self.synapse.url,
            "HEPATICA_MATRIX_USER": self.user,
            "HEPATICA_MATRIX_PASSWORD": PASSWORD,
            "HEPATICA_MATRIX_STORE": str(self.store),
            "HEPATICA_MATRIX_PICKLE_KEY": KEY,
            "HEPATICA_NAME_SECRET": KEY[::-1],
            "HEPATICA_MATRIX_RASA": self.rasa.url,
            "HEPATICA_PICTURES": self.rasa.pictures,
            **self.settings,
        }

    async def start(self) -> None:
        """Start it and wait until it listens."""
        await self.launch()
        self.starts += 1
        await self.until(lambda: self.log.count(LISTENING) == self.starts)

    async def launch(self) -> None:
        """Start it and wait for nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.matrix"),
                cwd=ROOT, stdout=log, stderr=log, env=self.environment(),
            )  # fmt: skip

    async def code(self) -> int:
        """The code with which it ends by itself."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), SECONDS)

    async def stop(self) -> int:
        """End it as an operator does; gives its exit code."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End it in the midst of whatever it does."""
        await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> int:
        if self.process is None or self.process.returncode is not None:
            return 0
        self.process.send_signal(how)
        return await self.code()

    async def until(self, met: Callable[[], object]) -> None:
        """Something has come about, while the process runs."""

        async def look() -> None:
            while not met():
                assert self.process is not None
                assert self.process.returncode is None, self.log
                await asyncio.sleep(0.02)

        try:
            await asyncio.wait_for(look(), SECONDS)
        except asyncio.TimeoutError:
            raise AssertionError(self.log) from None
