"""Fits the weights that tell whether the best fact answers a question at all.

``make fit-knowing``. Questions of the tuning sets that a fact answers stand against those that none
does (``knowledge/unknown.yml`` and the tuning sets on other subjects); the held-out sets are not
looked at. Each unknown question is measured as if it were not in the store. A logistic regression
with a ridge penalty is fitted and written to ``hepatica/dialogue/knowing.py``; the share of both
kinds that passes each limit is printed, by ten-fold cross-validation.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from hepatica.dialogue import Context
from hepatica.dialogue.context import Mentions
from hepatica.dialogue.desk import Desk
from hepatica.dialogue.known import features, names_something_else
from hepatica.dialogue.several import topics
from hepatica.loading import load_knowledge
from hepatica.paths import KNOWLEDGE, STORE
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore
from scorecard.sets import TUNING, load_sets
from tests.end_to_end.runner import ROOT

RUN = ROOT / ".run" / "knowing"
TARGET = ROOT / "actions" / "hepatica" / "dialogue" / "knowing.py"
RIDGE = 0.3
FOR = frozenset(
    {"evidence", "lead", "similarity", "question", "topic", "nearer", "nearer_whitened"}
)
AGAINST = frozenset({"missing", "elsewhere", "advice", "unknown", "unknown_whitened"})
"""Features that may only speak for, or only against, an answer: else chance gives odd signs."""
HARD = 0.5
"""How much a question of unknown.yml counts: they were chosen to be nearer to facts than most."""
FOLDS = 10
ELSEWHERE = ("out-of-scope", "no-fact")
ANSWERED = ("questions-en", "questions-zh", "mixed-es", "prognosis-en", "decoys")


@dataclass(frozen=True)
class Case:
    """A message, whether a fact answers it, and its place among the unknown questions."""

    text: str
    known: bool
    facts: frozenset[str] = frozenset()
    unknown: int | None = None


def main() -> int:
    """Fit, print the table, write the weights."""
    cases = [*_from_sets(), *_unknown()]
    names, rows, kept = _measured(cases, _parsed([case.text for case in cases]))
    known = np.array([case.known for case in kept], dtype=float)
    counts = np.array([HARD if case.unknown is not None else 1.0 for case in kept])
    bounds = [(None, None), *(_bounds(name) for name in names)]
    _report(rows, known, counts, bounds)
    weights = _fit(rows, known, counts, bounds)
    _write(dict(zip(names, weights[1:], strict=True)), float(weights[0]))
    return 0


def _from_sets() -> list[Case]:
    found = []
    for name, items in load_sets(TUNING).items():
        for item in items:
            if name in ANSWERED and item.wanted.kinds == {"answer"} and item.wanted.facts:
                found.append(Case(item.ask, known=True, facts=item.wanted.facts))
            elif name in ELSEWHERE and "answer" not in item.wanted.kinds:
                found.append(Case(item.ask, known=False))
    return found


def _unknown() -> list[Case]:
    questions = load_knowledge(KNOWLEDGE).unknown.questions
    return [Case(text, known=False, unknown=n) for n, text in enumerate(questions)]


def _parsed(texts: list[str]) -> list[dict[str, Any]]:
    RUN.mkdir(parents=True, exist_ok=True)
    asked, out = RUN / "asked.json", RUN / "parsed.json"
    asked.write_text(json.dumps(texts), encoding="utf-8")
    python = ROOT / ".venv" / "bin" / "python"
    program = [str(python), "-m", "scorecard.compare.parse"]
    command = [*program, "models/hepatica.tar.gz", str(asked), str(out)]
    with (RUN / "parse.log").open("w") as log:
        subprocess.run(command, cwd=ROOT, check=True, stdout=log, stderr=log)
    parses: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["parses"]
    return parses


def _measured(
    cases: list[Case], parses: list[dict[str, Any]]
) -> tuple[list[str], np.ndarray, list[Case]]:
    """Names of the features, one row for each case that the rules leave to them, and those."""
    snapshot, encoder = FactStore(STORE).snapshot(), Encoder()
    rows: list[list[float]] = []
    kept: list[Case] = []
    names: list[str] = []
    for case, parse in zip(cases, parses, strict=True):
        if not (entities := parse["entities"]):
            continue  # Rasa obeys "/restart" and understands nothing
        ranking = {item["name"]: item["confidence"] for item in parse["intent_ranking"]}
        desk = Desk(
            text=parse.get("meant") or parse["text"],
            topics=topics(ranking),
            mentions=Mentions.from_entities(entities),
            context=Context(),
            language=next(e["value"] for e in entities if e["entity"] == "language"),
            snapshot=snapshot,
            encoder=encoder,
            ranking=ranking,
        )
        found = desk.find_by_words(desk.query())
        right = not case.facts or bool({f.fact.id for f in found[:3]} & case.facts)
        if right and not names_something_else(desk, found[0].fact):
            measured = asdict(features(desk, found, but=case.unknown))
            names = list(measured)
            rows.append(list(measured.values()))
            kept.append(case)
    return names, np.array(rows), kept


Bounds = list[tuple[float | None, float | None]]


def _bounds(name: str) -> tuple[float | None, float | None]:
    return (0.0 if name in FOR else None, 0.0 if name in AGAINST else None)


def _fit(rows: np.ndarray, known: np.ndarray, counts: np.ndarray, bounds: Bounds) -> np.ndarray:
    """Bias and weights; both kinds count alike however many there are."""
    x = np.hstack([np.ones((len(rows), 1)), rows])
    is_known = known > 0
    weight = counts / np.where(is_known, counts[is_known].sum(), counts[~is_known].sum())
    weight *= len(rows) / 2
    sign = np.where(known > 0, 1.0, -1.0)

    def loss(w: np.ndarray) -> float:
        return float(weight @ np.logaddexp(0, -sign * (x @ w)) + RIDGE * (w[1:] @ w[1:]))

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), method="L-BFGS-B", bounds=bounds).x)


def _report(rows: np.ndarray, known: np.ndarray, counts: np.ndarray, bounds: Bounds) -> None:
    folds = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    chance = np.zeros(len(rows))
    for fold in range(FOLDS):
        rest = folds != fold
        w = _fit(rows[rest], known[rest], counts[rest], bounds)
        chance[folds == fold] = 1 / (1 + np.exp(-w[0] - rows[folds == fold] @ w[1:]))
    print(f"{int(known.sum())} known, {int((1 - known).sum())} unknown (left to the weights)")
    easy = (known == 0) & (counts == 1.0)
    for limit in np.arange(0.2, 0.95, 0.1):
        passed = chance >= limit
        kinds = (("known", known > 0), ("unknown", known == 0), ("of other sets", easy))
        shares = (f"{name} {passed[kind].mean():6.1%}" for name, kind in kinds)
        print(f"  {limit:.1f}: {'   '.join(shares)}")


def _write(weights: dict[str, float], bias: float) -> None:
    lines = ",\n".join(f'    "{name}": {weight:.2f}' for name, weight in weights.items())
    TARGET.write_text(
        '"""Weights of what tells whether a fact answers a question; written by '
        '``make fit-knowing``."""\n\n'
        f"BIAS = {bias:.2f}\nWEIGHTS = {{\n{lines},\n}}\n",
        encoding="utf-8",
    )
    print(f"Wrote {Path(TARGET).relative_to(ROOT)}.")


if __name__ == "__main__":
    sys.exit(main())
