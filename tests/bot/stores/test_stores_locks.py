"""The lock store: in order, at once, never stuck."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.stores.locks import HepaticaLockStore


async def turn(store: LockStore, done: list[int], number: int, seconds: float = 0.02) -> None:
    async with store.lock("w:1"):
        await asyncio.sleep(seconds)
        done.append(number)


@pytest.mark.asyncio
async def test_messages_that_come_together_are_answered_in_order() -> None:
    store, done = HepaticaLockStore(), list[int]()

    await asyncio.gather(*(turn(store, done, n) for n in range(20)))

    assert done == list(range(20))


@pytest.mark.asyncio
async def test_the_second_message_waits_for_the_first_and_no_longer() -> None:
    store, done = HepaticaLockStore(), list[int]()
    start = time.monotonic()

    await asyncio.gather(turn(store, done, 1, 0.2), turn(store, done, 2, 0.0))

    assert time.monotonic() - start < 0.3


@pytest.mark.asyncio
async def test_conversations_do_not_wait_for_each_other() -> None:
    store = HepaticaLockStore()

    async def other() -> None:
        async with store.lock("w:2"):
            pass

    async with store.lock("w:1"):
        await asyncio.wait_for(other(), 1)


@pytest.mark.asyncio
async def test_nobody_waits_longer_than_a_reply_may_take() -> None:
    store, done = HepaticaLockStore(patience=0.1), list[int]()
    first = asyncio.create_task(turn(store, done, 1, 0.5))
    await asyncio.sleep(0)

    with pytest.raises(LockError):
        await turn(store, done, 2)

    await first
    await turn(store, done, 3)
    assert done == [1, 3]


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.asyncio
async def test_a_turn_that_is_cancelled_lets_the_next_one_in(which: int) -> None:
    store, done = HepaticaLockStore(), list[int]()
    tasks = [asyncio.create_task(turn(store, done, n, 0.05)) for n in range(4)]
    await asyncio.sleep(0.02)

    tasks[which].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert done == [n for n in range(4) if n != which]
    assert store._queues == {}


@pytest.mark.asyncio
async def test_who_is_cancelled_just_when_let_in_lets_the_next_one_in() -> None:
    store, done = HepaticaLockStore(), list[int]()

    async def first(cancel: list[asyncio.Task[None]]) -> None:
        async with store.lock("w:1"):
            await asyncio.sleep(0.02)
        cancel[0].cancel()

    tasks: list[asyncio.Task[None]] = []
    one = asyncio.create_task(first(tasks))
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(turn(store, done, n)) for n in (2, 3)]
    await asyncio.gather(one, *tasks, return_exceptions=True)

    assert done == [3]
    assert store._queues == {}


@pytest.mark.asyncio
async def test_a_turn_that_fails_lets_the_next_one_in() -> None:
    store, done = HepaticaLockStore(), list[int]()
    with pytest.raises(ZeroDivisionError):
        async with store.lock("w:1"):
            raise ZeroDivisionError
    await turn(store, done, 1)

    assert done == [1]


@pytest.mark.asyncio
async def test_conversations_that_are_over_are_forgotten() -> None:
    store, done = HepaticaLockStore(), list[int]()
    await asyncio.gather(*(turn(store, done, n) for n in range(3)))

    assert store._queues == {}
    assert not store.is_someone_waiting("w:1")


def test_rasa_makes_it_from_its_settings() -> None:
    config = EndpointConfig.from_dict({"type": "bot.stores.locks.HepaticaLockStore"})

    assert isinstance(LockStore.create(config), HepaticaLockStore)
