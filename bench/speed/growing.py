"""Whether a turn takes longer as a conversation, the fact store or the database grows."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from bench.speed.filling import fill, template_is_there
from bench.speed.ratios import described, p50, ratio
from bench.speed.settings import OURS, WHOLE, Settings
from bench.speed.stores import store_of
from bench.speed.talking import Talker, in_turn
from bench.speed.variants import Variant, serving
from dev.say import say

SAMPLES = 5
"""Turns that are measured in one conversation, so that it has not grown much meanwhile."""
ROUNDS = 12
Texts = Sequence[str]
TEMPLATE = "template"


def lengths(variant: Variant, turns: Sequence[int], texts: Texts) -> dict[str, Any]:
    """A turn's time in conversations of different lengths.

    The long conversations are held first; then one turn in each, again and again, and after a few
    of them short conversations begin anew. So what disturbs the machine disturbs all lengths.

    Args:
        variant: whose turns.
        turns: the lengths, the shortest first.
        texts: what is said.
    """
    say(f"Long conversations with {variant.name}: {', '.join(map(str, turns))} turns.")
    endless = 10 * turns[-1] + 1000
    times: dict[int, list[float]] = {length: [] for length in turns}
    with serving(variant) as port:
        held = {length: Talker(port, variant.check, endless) for length in turns[1:]}
        for length, talker in held.items():
            # It grows while it is measured: on average it has the length that it stands for.
            in_turn([talker], texts, max(turns[0], length - ROUNDS * SAMPLES // 2))
        for number in range(ROUNDS):
            short = Talker(port, variant.check, endless)
            in_turn([short], texts, turns[0])
            talkers = [short, *held.values()]
            found = in_turn(talkers, texts[number:], SAMPLES)
            for length, taken in zip(turns, found, strict=True):
                times[length] += taken
            short.close()
        for talker in held.values():
            talker.close()
    return _compared(times, paired=True)


def facts(whole: Variant, sizes: Sequence[int], texts: Texts, settings: Settings) -> dict[str, Any]:
    """A turn's time with fact stores of different sizes, all served at once."""
    say(f"Fact stores of {', '.join(map(str, sizes))} facts.")
    stores = {size: store_of(size, settings.folder / "stores") for size in sizes}
    served = [
        replace(
            whole,
            name=f"{WHOLE}-{size}",
            folder=settings.folder / f"{WHOLE}-{size}",
            env={"HEPATICA_STORE": str(path)},
        )
        for size, path in stores.items()
    ]
    return _compared(dict(zip(sizes, _side_by_side(served, texts, settings), strict=True)))


def stored(ours: Variant, texts: Texts, settings: Settings) -> dict[str, Any]:
    """A turn's time with an empty database, and with one full of other conversations."""
    say(f"{settings.stored} conversations in the database.")
    folder = settings.folder / f"{OURS}-stored"
    full = replace(ours, name=f"{OURS}-stored", folder=folder, keeps=True)
    if not template_is_there(full.database, TEMPLATE):
        with serving(replace(full, keeps=False)) as port:
            talker = Talker(port, full.check, sender=TEMPLATE)
            in_turn([talker], texts, 2)
            talker.close()
    fill(full.database, TEMPLATE, settings.stored)
    times = _side_by_side([ours, full], texts, settings)
    return _compared({0: times[0], settings.stored: times[1]})


def _side_by_side(served: Sequence[Variant], texts: Texts, settings: Settings) -> list[list[float]]:
    with ExitStack() as stack:
        ports = [stack.enter_context(serving(variant)) for variant in served]
        talkers = [Talker(port, one.check) for port, one in zip(ports, served, strict=True)]
        in_turn(talkers, texts, settings.warm_up)
        times = in_turn(talkers, texts, settings.pairs)
        for talker in talkers:
            talker.close()
    return times


def _compared(times: dict[int, list[float]], *, paired: bool = True) -> dict[str, Any]:
    """The times at each size, and the largest held against the smallest."""
    smallest, *_, largest = times
    return {
        "sizes": [{"size": size, **described(taken)} for size, taken in times.items()],
        "ratio": ratio(times[largest], times[smallest], p50, paired=paired).data(),
    }
