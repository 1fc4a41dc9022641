"""The models that are compared, trained once for each state of what they are made of."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench.speed.replies import FLOOR_TEXT
from bench.speed.settings import DEFAULT, FLOOR, OURS, Settings
from dev import fresh
from dev.paths import ROOT
from dev.processes import read
from dev.say import say
from dev.training import SERVING
from scorecard.compare.sample import Example, load_examples, stratified
from scorecard.compare.training import rasa_default, train

USUAL_EPOCHS = 100
"""Of every part of Rasa's default configuration that learns in epochs."""
WORDS = (
    *("a", "about", "after", "are", "can", "cancer", "do", "does", "for", "how", "i", "in", "is"),
    *("it", "liver", "my", "of", "the", "they", "to", "tumour", "what", "when", "why", "with"),
)
"""The floor knows a message by these."""
_ACTION = "action_answer"
_PROGRESS = re.compile(r"Epochs: [^|\n]*\|[^|]*\| (\d+)/\d+ \[(?:(\d+):)?(\d+):(\d+)<")


@dataclass(frozen=True)
class Epochs:
    """How many a part of a model was trained for, and how long one took."""

    count: int
    seconds: float


@dataclass(frozen=True)
class Training:
    """How long ``rasa train`` took, and how loaded the machine was when it began.

    ``epochs`` are those of the parts that learn in epochs, by their names.
    """

    model: str
    examples: int
    seconds: float
    load: float
    epochs: Mapping[str, Epochs] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """What is trained, and on what: ``files`` are further arguments of ``train``."""

    config: dict[str, Any]
    examples: Sequence[Example]
    code: Sequence[Path]
    files: dict[str, Any]

    def made_of(self) -> str:
        """A digest of all that the model is made of."""
        paths = [path for path in self.files.values() if isinstance(path, Path)]
        files = fresh.digest([ROOT / "uv.lock", ROOT / "domain.yml", *self.code, *paths])
        whole = json.dumps([self.config, [asdict(one) for one in self.examples], files])
        return hashlib.sha256(whole.encode()).hexdigest()


def trainings(settings: Settings, *, anew: bool) -> dict[str, Training]:
    """Train what is not trained yet: Rasa's default, ours on the same examples, and the floor.

    Args:
        settings: how many examples and epochs.
        anew: train also what is trained already.

    Raises:
        Trouble: a training failed.
    """
    examples = stratified(load_examples(ROOT / "data" / "nlu"), settings.examples)
    rules, lean = settings.folder / "rules", "bot.lean"
    write_rules(ROOT / "data" / "rules", rules)
    default = bounded(rasa_default(USUAL_EPOCHS), settings.epochs)
    stories = {"rules": rules, "stories": True}
    words = [Example(word, "ask") for word in WORDS]
    floor = write_floor(settings.folder / "floor-files")
    jobs = {
        OURS: Job(_our_config(), examples, _our_code(), {"rules": rules, "program": lean}),
        DEFAULT: Job(default, examples, [], stories),
        FLOOR: Job(FLOOR_CONFIG, words, [], floor),
    }
    folder = settings.folder / "models"
    return {name: _trained(job, folder / name, anew=anew) for name, job in jobs.items()}


def _trained(job: Job, here: Path, *, anew: bool) -> Training:
    stamp, made_of = here.with_suffix(".json"), job.made_of()
    known = fresh.stamped(stamp)
    if not anew and known.get("made_of") == made_of and Path(known["model"]).is_file():
        return _remembered(known["training"])
    say(f"Training {here.name} with {len(job.examples)} examples.")
    load = os.getloadavg()[0]
    trained = train(job.config, job.examples, here, **job.files)
    epochs = epochs_of(job.config, read(here / "train.log"))
    found = Training(str(trained.model), len(job.examples), trained.seconds, load, epochs)
    say(f"  {trained.seconds:.0f} s")
    content = {"made_of": made_of, "model": found.model, "training": json.dumps(asdict(found))}
    fresh.write_stamp(stamp, content)
    return found


def _remembered(text: str) -> Training:
    told = json.loads(text)
    return Training(**{**told, "epochs": {n: Epochs(**e) for n, e in told["epochs"].items()}})


def _our_code() -> list[Path]:
    """Our code that a model is made of, as ``make train`` sees it."""
    bot = ROOT / "bot"
    return [file for file in bot.rglob("*.py") if file.relative_to(bot).parts[0] not in SERVING]


def bounded(config: dict[str, Any], epochs: int) -> dict[str, Any]:
    """Rasa's default configuration with fewer epochs in all of its parts."""
    parts = {
        kind: [part | ({"epochs": epochs} if "epochs" in part else {}) for part in config[kind]]
        for kind in ("pipeline", "policies")
    }
    return {**config, **parts}


def epochs_of(config: dict[str, Any], log: str) -> dict[str, Epochs]:
    """The parts that learn in epochs, and how long one took, where the log tells."""
    parts = [*config["pipeline"], *config["policies"]]
    counts = {part["name"]: int(part["epochs"]) for part in parts if "epochs" in part}
    seconds = {name: epoch_seconds(log, name) for name in counts}
    return {name: Epochs(counts[name], one) for name, one in seconds.items() if one is not None}


def epoch_seconds(log: str, part: str) -> float | None:
    r"""Seconds of one epoch of a part, from the progress that ``rasa train`` logs.

    That of the later ones: in the first one TensorFlow prepares, too.

    >>> shown = "Epochs: 25%|#| 1/4 [00:30<01:30]\rEpochs: 100%|####| 4/4 [00:45<00:00]"
    >>> epoch_seconds(f"to train component 'TED'.\n{shown}", "TED")
    5.0
    """
    _, _, after = log.partition(f"to train component '{part}'")
    shown = _PROGRESS.findall(after.partition("to train component")[0])
    ends: dict[int, int] = {}
    for words in shown:
        done, hours, minutes, seconds = (int(word or 0) for word in words)
        ends.setdefault(done, 3600 * hours + 60 * minutes + seconds)
    ends.pop(0, None)
    if len(ends) < 2:  # noqa: PLR2004 - one alone tells no difference
        return None
    first, last = min(ends), max(ends)
    return (ends[last] - ends[first]) / (last - first)


def with_usual_epochs(training: Training) -> float:
    """The seconds with the usual epochs: as measured, or reckoned where there were fewer.

    >>> with_usual_epochs(Training("m", 9, 60.0, 0.1, {"DIETClassifier": Epochs(20, 2.0)}))
    220.0
    """
    more = ((USUAL_EPOCHS - one.count) * one.seconds for one in training.epochs.values())
    return training.seconds + sum(more)


def _our_config() -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return config


def write_rules(source: Path, target: Path) -> None:
    """Write our rules with the one action in each, so that every turn calls the action server."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(source.glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for rule in data["rules"]:
            steps = [step for step in rule["steps"] if "intent" in step]
            rule["steps"] = [*steps, {"action": _ACTION}]
        _write(data, target / path.name)


FLOOR_CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "en",
    "assistant_id": "floor",
    "pipeline": [{"name": "KeywordIntentClassifier", "case_sensitive": False}],
    "policies": [{"name": "RulePolicy"}],
}


def write_floor(folder: Path) -> dict[str, Any]:
    """Write domain and rules of the floor: one intent, one reply; gives where they are."""
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    domain = {
        "version": "3.1",
        "intents": ["ask"],
        "responses": {"utter_floor": [{"text": FLOOR_TEXT}]},
    }
    steps = [{"intent": "ask"}, {"action": "utter_floor"}]
    _write(domain, folder / "domain.yml")
    _write({"version": "3.1", "rules": [{"rule": "reply", "steps": steps}]}, folder / "rules/r.yml")
    return {"domain": folder / "domain.yml", "rules": folder / "rules"}


def _write(data: dict[str, Any], target: Path) -> None:
    target.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
