"""Plain retrieval: the intent of the training example that the encoder finds nearest.

``.venv/bin/python -m scorecard.compare.retrieval MESSAGES OUT``, with the same output as ``parse``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from rasa.shared.importers.importer import TrainingDataImporter

from bot.nlu.encoder import encode
from bot.nlu.language import detected
from scorecard.compare.parse import WARM_UP, resident


def main(messages: str, out: str) -> int:
    """Encode the training examples, then find the nearest for each message."""
    started = time.perf_counter()
    data = TrainingDataImporter.load_nlu_importer_from_config(
        "config.yml", training_data_paths=["data"]
    )
    examples = data.get_nlu_data().intent_examples
    intents = [example.get("intent") for example in examples]
    vectors = np.stack([encode(example.get("text")) for example in examples])
    trained = time.perf_counter() - started
    texts = json.loads(Path(messages).read_text(encoding="utf-8"))
    for text in texts[:WARM_UP]:
        encode(text)
    parses: list[dict[str, Any]] = []
    times: list[float] = []
    for text in texts:
        start = time.perf_counter()
        near = vectors @ encode(text)
        best = int(np.argmax(near))
        times.append((time.perf_counter() - start) * 1000)
        intent = {"name": intents[best], "confidence": float(near[best])}
        parses.append({"text": text, "intent": intent, "language": detected(text)[0]})
    found = {"parses": parses, "milliseconds": times, "megabytes": resident(), "seconds": trained}
    Path(out).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
