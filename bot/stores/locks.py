"""The lock store: one turn of a conversation at a time, the next one at once after it.

Rasa's own looks once a second whether it is its turn. This one holds for one process, so each
conversation must always reach the same one (docs/operating/conversations.md).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

PATIENCE = 4.5
"""Seconds to wait for earlier turns; a reply leaves within five."""

Queue = deque["asyncio.Future[None]"]


class HepaticaLockStore(LockStore):
    """Lets those who want a conversation in one after another, in the order in which they came.

    Args:
        endpoint_config: Rasa's setting, which is not used.
        patience: how long anybody waits.
    """

    def __init__(self, endpoint_config: Any = None, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._queues: dict[str, Queue] = {}
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Have a conversation for oneself.

        Args:
            conversation_id: its name.
            lock_lifetime: Rasa's, not used: whoever has it gives it back, also when cancelled.
            wait_time_in_seconds: Rasa's, not used: nobody has to look again.

        Raises:
            LockError: earlier turns took too long.
        """
        queue = self._queues.setdefault(conversation_id, deque())
        mine = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            _let_in(queue)
            await self._wait(mine)
            yield TicketLock(conversation_id)
        finally:
            queue.remove(mine)
            if queue:
                _let_in(queue)
            else:
                del self._queues[conversation_id]

    def is_someone_waiting(self, conversation_id: str) -> bool:
        """Whether somebody has a conversation or waits for it."""
        return conversation_id in self._queues

    async def _wait(self, mine: asyncio.Future[None]) -> None:
        if not mine.done():
            await asyncio.wait({mine}, timeout=self._patience)
        if not mine.done():
            raise LockError("an earlier message of this conversation is still being answered")


def _let_in(queue: Queue) -> None:
    """Tell the first one that it is its turn."""
    if not queue[0].done():
        queue[0].set_result(None)
