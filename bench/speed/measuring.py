"""The variants beside each other: starts, memory, turns, and many clients at once."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.speed.memory import Memory, memory_of
from bench.speed.settings import Settings
from bench.speed.talking import Talker, in_turn
from bench.speed.variants import Variant, serving, started
from dev.say import say

Texts = Sequence[str]


@dataclass
class Measured:
    """What was measured of one variant.

    ``starts`` are seconds, ``turns`` milliseconds, ``bursts`` answered turns in each second.
    """

    starts: list[float] = field(default_factory=list)
    warm: Memory | None = None
    used: Memory | None = None
    turns: list[float] = field(default_factory=list)
    bursts: list[float] = field(default_factory=list)


def measure(variants: Sequence[Variant], texts: Texts, settings: Settings) -> dict[str, Measured]:
    """Measure everything of all variants.

    Raises:
        Trouble: one of them does not start, or replies something else than it should.
    """
    found = {variant.name: Measured() for variant in variants}
    _starts(variants, settings, found)
    _memory(variants, texts, settings, found)
    with ExitStack() as stack:
        say("Starting all variants.")
        ports = [stack.enter_context(serving(variant)) for variant in variants]
        _turns(variants, ports, texts, settings, found)
        _bursts(variants, ports, texts, settings, found)
    return found


def _starts(variants: Sequence[Variant], settings: Settings, found: dict[str, Measured]) -> None:
    """All starts but one, which is that of ``_memory``."""
    for number in range(settings.starts - 1):
        # Every second time in the other order, so that none is always after the slowest.
        for variant in variants[:: -1 if number % 2 else 1]:
            with started(variant) as (_, seconds):
                found[variant.name].starts.append(seconds)
            say(f"Start of {variant.name}: {seconds:.1f} s")


def _memory(
    variants: Sequence[Variant], texts: Texts, settings: Settings, found: dict[str, Measured]
) -> None:
    """One variant at a time, as memory that two variants share would count half for each."""
    for variant in variants:
        one = found[variant.name]
        with started(variant) as (port, seconds):
            one.starts.append(seconds)
            talker = Talker(port, variant.check)
            in_turn([talker], texts, settings.warm_up)
            one.warm = memory_of(variant.name)
            in_turn([talker], texts, settings.turns)
            one.used = used = memory_of(variant.name)
            talker.close()
        say(f"{variant.name}: start {seconds:.1f} s, memory {used.rss:.0f} MB")


def _turns(
    variants: Sequence[Variant],
    ports: Sequence[int],
    texts: Texts,
    settings: Settings,
    found: dict[str, Measured],
) -> None:
    say("Turns.")
    talkers = [Talker(port, one.check) for port, one in zip(ports, variants, strict=True)]
    in_turn(talkers, texts, settings.warm_up)
    times = in_turn(talkers, texts, settings.turns)
    for variant, talker, taken in zip(variants, talkers, times, strict=True):
        found[variant.name].turns = taken
        talker.close()


def _bursts(
    variants: Sequence[Variant],
    ports: Sequence[int],
    texts: Texts,
    settings: Settings,
    found: dict[str, Measured],
) -> None:
    say(f"{settings.clients} clients at once.")
    for _ in range(settings.rounds):
        for variant, port in zip(variants, ports, strict=True):
            found[variant.name].bursts += burst(port, variant, texts, settings)


def burst(port: int, variant: Variant, texts: Texts, settings: Settings) -> list[float]:
    """Answered turns in each whole second while many clients talk, each waiting for its reply."""
    began = time.perf_counter()

    def client(number: int) -> list[float]:
        talker, ends = Talker(port, variant.check), list[float]()
        while (now := time.perf_counter() - began) < settings.burst:
            talker.say(texts[(number * 31 + len(ends)) % len(texts)])
            ends.append(now)
        talker.close()
        return ends

    with ThreadPoolExecutor(settings.clients) as pool:
        ends = [end for ends in pool.map(client, range(settings.clients)) for end in ends]
    return in_each_second(ends, int(settings.burst))


def in_each_second(moments: Sequence[float], seconds: int) -> list[float]:
    """How many of the moments lie in each second.

    >>> in_each_second([0.1, 0.9, 1.2, 3.7], 3)
    [2.0, 1.0, 0.0]
    """
    counts = [0.0] * seconds
    for moment in moments:
        if moment < seconds:
            counts[int(moment)] += 1
    return counts
