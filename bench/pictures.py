"""How long pictures of charts take, how large they are, and whether answers wait for them.

``make bench-pictures`` draws every chart of the store in both languages, nothing remembered, and
asks the same question again and again, alone and while pictures are drawn in another thread. Exits
with 1 when a picture takes too long, or has too many bytes. Nothing else should run meanwhile.
"""

import sys
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.contract_charts import ShownChart
from hepatica.dialogue import Answerer, Turn
from hepatica.paths import STORE
from hepatica.pictures import png_of, sheet_of
from hepatica.pictures.words import Language
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore

LANGUAGES: tuple[Language, ...] = ("en", "zh")
SLOWEST = 0.5
"""Seconds that the slowest picture may take."""
LARGEST = 50_000
"""Bytes."""
QUESTIONS = 100

Job = tuple[ShownChart, Language]


def main() -> int:
    """Print what was measured; 1 when it is over a limit."""
    store = FactStore(STORE)
    jobs = _jobs(store)
    png_of(sheet_of(*jobs[0]))  # opens the font
    times, sizes = zip(*(_drawn(job) for job in jobs), strict=True)
    print(f"{len(jobs)} pictures: median {median(times) * 1000:.0f} ms, ", end="")
    print(f"95% within {quantiles(times, n=20)[-1] * 1000:.0f} ms, all {max(times) * 1000:.0f} ms")
    print(f"bytes: median {median(sizes):.0f}, largest {max(sizes)}")
    answerer = Answerer(store, Encoder())
    print(f"an answer takes {_answer(answerer) * 1000:.1f} ms alone, ", end="")
    print(f"{_answer_meanwhile(answerer, jobs) * 1000:.1f} ms while pictures are drawn")
    return int(max(times) > SLOWEST or max(sizes) > LARGEST)


def _jobs(store: FactStore) -> list[Job]:
    snapshot = store.snapshot()
    return [
        (chart, language)
        for language in LANGUAGES
        for fact in snapshot.facts.values()
        for chart in compose([fact], snapshot, Style(language)).contract.charts or []
    ]


def _drawn(job: Job) -> tuple[float, int]:
    start = perf_counter()
    png = png_of(sheet_of(*job))
    return perf_counter() - start, len(png)


def _answer(answerer: Answerer) -> float:
    """The median time of an answer."""
    turn = Turn("how long do people live after surgery", "ask_outcomes", {"ask_outcomes": 0.9})
    times = []
    for _ in range(QUESTIONS):
        start = perf_counter()
        answerer.answer(turn)
        times.append(perf_counter() - start)
    return median(times)


def _answer_meanwhile(answerer: Answerer, jobs: list[Job]) -> float:
    enough = Event()

    def draw() -> None:
        while not enough.is_set():
            for job in jobs:
                if not enough.is_set():
                    png_of(sheet_of(*job))

    drawer = Thread(target=draw)
    drawer.start()
    try:
        return _answer(answerer)
    finally:
        enough.set()
        drawer.join()


if __name__ == "__main__":
    sys.exit(main())
