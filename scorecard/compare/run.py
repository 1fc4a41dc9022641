"""Runs the comparison: trains, takes the same held-out messages through every system, measures.

One program runs after the other, so that none is slowed by another.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev.paths import ACTIONS, ACTIONS_PYTHON, BOT_PYTHON, MODEL, ROOT
from dev.processes import Words
from dev.say import say
from hepatica.loading import load_knowledge
from hepatica.paths import KNOWLEDGE
from scorecard.compare.kinds import OUT_OF_SCOPE, kind_of_intent
from scorecard.compare.retrieval import best_limit
from scorecard.compare.sample import Example, load_examples, stratified
from scorecard.compare.settings import Settings
from scorecard.compare.systems import Cost, Guess, System, guesses, wanted
from scorecard.compare.training import our_classifier, rasa_default, train
from scorecard.program import ask
from scorecard.sets import Item

DEFAULT = "Rasa's default (DIET + TED)"
NEAREST = "Encoder alone (nearest example)"
OURS = "Our classifier alone"
SERVED = "Hepatica: with parts and safety gate"


@dataclass(frozen=True)
class Comparison:
    """What was found out.

    ``systems`` are all rows. Two of them are needed again: ``classifier``, ours alone on all
    examples, and ``served``, the model that the servers run. ``limit`` is the cosine from which
    the nearest of all examples counts.
    """

    systems: list[System]
    classifier: System
    served: System
    epochs: int
    sampled: int
    examples: int
    limit: float


def compare(items: Sequence[Item], tuning: Sequence[Item], settings: Settings) -> Comparison:
    """Train and measure everything.

    Args:
        items: the held-out messages.
        tuning: messages that the limit of retrieval is set on.
        settings: how large a part of the training data Rasa's default pipeline gets.

    Raises:
        Trouble: one of the programs failed.
    """
    folder = settings.folder
    examples = load_examples(ROOT / "data" / "nlu")
    served_with = len(examples)
    if settings.everything:
        examples = stratified(examples, settings.everything)
    sample = stratified(examples, settings.examples)
    say(f"Comparing; the sample has {len(sample)} of {len(examples)} training examples.")
    diet = _rasa_default(items, sample, settings)
    ours_sampled = _our_classifier(items, sample, folder / "ours-sampled")
    near_sampled, _ = _nearest(items, tuning, sample, folder)
    classifier = _our_classifier(items, examples, folder / "ours")
    near, limit = _nearest(items, tuning, examples, folder)
    served = _served(items, served_with, folder)
    return Comparison(
        systems=[*diet, near_sampled, ours_sampled, near, classifier, served],
        classifier=classifier,
        served=served,
        epochs=settings.epochs,
        sampled=len(sample),
        examples=len(examples),
        limit=limit,
    )


def _rasa_default(
    items: Sequence[Item], sample: Sequence[Example], settings: Settings
) -> list[System]:
    """Rasa's default pipeline; also without its fallback, which declines what is ambiguous."""
    folder = settings.folder / "rasa-default"
    trained = train(rasa_default(settings.epochs), sample, folder, stories=True)
    say(f"  {DEFAULT} was trained in {trained.seconds:.0f} s.")
    parses, cost = _parses(items, trained.model, settings.folder, trained.seconds)
    sure, unsure = guesses(parses), guesses(parses, fallback=False)
    return [
        System(DEFAULT, len(sample), sure, cost),
        System(f"{DEFAULT}, fallback ignored", len(sample), unsure, cost),
    ]


def _our_classifier(items: Sequence[Item], examples: Sequence[Example], folder: Path) -> System:
    trained = train(our_classifier(), examples, folder)
    say(f"  {OURS} was trained on {len(examples)} examples in {trained.seconds:.0f} s.")
    parses, cost = _parses(items, trained.model, folder.parent, trained.seconds)
    return System(OURS, len(examples), guesses(parses), cost)


def _served(items: Sequence[Item], examples: int, folder: Path) -> System:
    parses, cost = _parses(items, MODEL, folder)
    return System(SERVED, examples, guesses(parses), cost)


def _parses(
    items: Sequence[Item], model: Path, folder: Path, seconds: float | None = None
) -> tuple[list[dict[str, Any]], Cost]:
    """Rasa's parses with one model, and what they cost; ``seconds`` were needed to train it."""
    program: Words = [BOT_PYTHON, "-m", "scorecard.compare.parse", model]
    found = ask("Parsing", program, [item.ask for item in items], folder)
    return found["parses"], Cost(found["milliseconds"], found["megabytes"], seconds)


def _nearest(
    items: Sequence[Item], tuning: Sequence[Item], examples: Sequence[Example], folder: Path
) -> tuple[System, float]:
    """Retrieval by the encoder alone, and the limit that is best on the tuning messages."""
    known = folder / "known.json"
    known.write_text(json.dumps(_known(examples)), encoding="utf-8")
    program: Words = [ACTIONS_PYTHON, "-m", "scorecard.compare.retrieval", known]
    texts = [item.ask for item in (*items, *tuning)]
    found = ask("Retrieving", program, texts, folder, {"PYTHONPATH": str(ACTIONS)})
    held = len(items)
    limit = limit_on(tuning, found["nearest"][held:])
    say(f"  {NEAREST} was made ready in {found['seconds']:.0f} s; its limit is {limit}.")
    cost = Cost(found["milliseconds"][:held], found["megabytes"], found["seconds"])
    taken = [retrieved(near, limit) for near in found["nearest"][:held]]
    return System(NEAREST, len(examples), taken, cost, finds_facts=True), limit


def _known(examples: Sequence[Example]) -> dict[str, list[tuple[str, str]]]:
    facts = load_knowledge(KNOWLEDGE).facts.values()
    return {
        "examples": [(example.text, example.intent) for example in examples],
        "questions": [(text, fact.id) for fact in facts for text in fact.questions.all()],
    }


def limit_on(tuning: Sequence[Item], nearest: Sequence[dict[str, Any]]) -> float:
    """The cosine that a nearest example must have, as the tuning messages say."""
    pairs = list(zip(tuning, nearest, strict=True))
    return best_limit(
        [near["similarity"] for _, near in pairs],
        [kind_of_intent(near["intent"]) in wanted(item) for item, near in pairs],
        [OUT_OF_SCOPE in wanted(item) for item, _ in pairs],
    )


def retrieved(near: dict[str, Any], limit: float) -> Guess:
    """What a message is taken for by its nearest example."""
    similarity = float(near["similarity"])
    if similarity < limit:
        return Guess(OUT_OF_SCOPE, similarity)
    return Guess(kind_of_intent(near["intent"]), similarity, tuple(near["facts"]))
