"""Plain retrieval by the sentence encoder alone: the nearest example decides, nothing is learned.

``python -m scorecard.compare.retrieval KNOWN MESSAGES OUT``, a process of its own so that its
memory is its own. KNOWN has ``examples`` (text and intent) and ``questions`` (text and fact);
MESSAGES is a JSON list of texts. OUT gets for each message the nearest example's intent with its
cosine, and the facts of the nearest example questions; also the seconds to encode what is known,
the milliseconds of each message and the memory.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scorecard.compare.parse import WARM_UP, resident

THREADS = 2
"""Cores that the encoder may use, as many as Rasa's default pipeline takes on the same machine."""
MOST_FACTS = 3
STEPS = 100


class Nearest:
    """Unit vectors of texts, each with what it stands for."""

    def __init__(self, vectors: np.ndarray, labels: Sequence[str]) -> None:
        self._vectors = vectors
        self._labels = labels

    def first(self, vector: np.ndarray, count: int = 1) -> list[tuple[str, float]]:
        """The labels of the nearest texts with their cosine, each label once."""
        cosines = self._vectors @ vector
        found: dict[str, float] = {}
        for row in np.argsort(-cosines):
            found.setdefault(self._labels[row], float(cosines[row]))
            if len(found) == count:
                break
        return list(found.items())


def best_limit(similarities: Sequence[float], near: Sequence[bool], far: Sequence[bool]) -> float:
    """The cosine under which a message had better be taken for another subject.

    Args:
        similarities: cosine of each message with its nearest example.
        near: whether it is right to take the message for what the example is.
        far: whether it is right to take it for another subject.

    Returns:
        The limit with the most right kinds, the lowest of those, in steps of a hundredth.
    """
    cosines, hits, misses = np.array(similarities), np.array(near), np.array(far)
    limits = [step / STEPS for step in range(STEPS)]
    scores = [int(np.where(cosines >= limit, hits, misses).sum()) for limit in limits]
    return limits[int(np.argmax(scores))]


def main(known: str, messages: str, out: str) -> int:
    """Encode what is known, then look up every message."""
    from hepatica.search.encoder import Encoder

    data: dict[str, list[list[str]]] = json.loads(Path(known).read_text(encoding="utf-8"))
    texts: list[str] = json.loads(Path(messages).read_text(encoding="utf-8"))
    encoder = Encoder(threads=THREADS)
    start = time.perf_counter()
    own = list(dict.fromkeys(text for pairs in data.values() for text, _ in pairs))
    vectors = dict(zip(own, encoder.encode(own), strict=True))
    intents, facts = (_index(data[name], vectors) for name in ("examples", "questions"))
    seconds = time.perf_counter() - start
    del vectors
    for text in own[:WARM_UP]:
        _look_up(encoder.encode([text])[0], intents, facts)
    found, times = [], []
    for text in texts:
        start = time.perf_counter()
        found.append(_look_up(encoder.encode([text])[0], intents, facts))
        times.append((time.perf_counter() - start) * 1000)
    result = {"nearest": found, "seconds": seconds, "milliseconds": times, "megabytes": resident()}
    Path(out).write_text(json.dumps(result), encoding="utf-8")
    return 0


def _index(pairs: Sequence[Sequence[str]], vectors: dict[str, np.ndarray]) -> Nearest:
    return Nearest(np.stack([vectors[text] for text, _ in pairs]), [label for _, label in pairs])


def _look_up(vector: np.ndarray, intents: Nearest, facts: Nearest) -> dict[str, Any]:
    [(intent, similarity)] = intents.first(vector)
    nearest = [fact for fact, _ in facts.first(vector, MOST_FACTS)]
    return {"intent": intent, "similarity": similarity, "facts": nearest}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
