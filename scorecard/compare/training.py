"""Trains the models that are compared, each from nothing, and says how long that took."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dev.paths import BOT_PYTHON, ROOT
from dev.processes import Words
from dev.say import Trouble
from scorecard.compare.sample import Example, write_nlu
from scorecard.program import run

NOT_THE_CLASSIFIER = frozenset(
    {
        "bot.nlu.parts.PartsSplitter",
        "bot.nlu.parts.PartsJoiner",
        "bot.safety.gate.SafetyGate",
    }
)
"""Stages of ours that are left out where the classifiers alone are compared."""
SEED = 0
_DEFAULTS = "lib/python3*/site-packages/rasa/engine/recipes/config_files/default_config.yml"
Config = dict[str, Any]


@dataclass(frozen=True)
class Trained:
    """A model and the seconds that ``rasa train`` took, its start included."""

    model: Path
    seconds: float


def rasa_default(epochs: int) -> Config:
    """What a project made with ``rasa init`` is trained with, from the installed Rasa itself.

    ``rasa init`` leaves the pipeline empty and Rasa fills this file in. Two things differ: DIET's
    number of epochs, and a seed, so that the same data give the same model.

    Raises:
        Trouble: the Rasa server's environment is not there.
    """
    path = next(BOT_PYTHON.parents[1].glob(_DEFAULTS), None)
    if path is None:
        raise Trouble("Rasa is not installed; run: make setup")
    config: Config = yaml.safe_load(path.read_text(encoding="utf-8"))
    return bounded(config, epochs) | {"assistant_id": "compared"}


def bounded(config: Config, epochs: int) -> Config:
    """The configuration with fewer epochs of DIET, and with a seed where chance plays in."""
    pipeline = [dict(part) for part in config["pipeline"]]
    policies = [dict(part) for part in config["policies"]]
    for part in (*pipeline, *policies):
        if "epochs" in part:
            part["random_seed"] = SEED
    for part in pipeline:
        if part["name"] == "DIETClassifier":
            part["epochs"] = min(part["epochs"], epochs)
    return {**config, "pipeline": pipeline, "policies": policies}


def our_classifier() -> Config:
    """Our own configuration without what works around the classifier."""
    config: Config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return without_surroundings(config) | {"assistant_id": "compared"}


def without_surroundings(config: Config) -> Config:
    """The configuration without parts of messages and the safety gate.

    Raises:
        ValueError: a stage has another name by now, so that it would stay in unnoticed.
    """
    names = {part["name"] for part in config["pipeline"]}
    if missing := NOT_THE_CLASSIFIER - names:
        raise ValueError(f"config.yml has no {', '.join(sorted(missing))}")
    kept = [part for part in config["pipeline"] if part["name"] not in NOT_THE_CLASSIFIER]
    return {**config, "pipeline": kept}


def one_turn_stories(rules: Path) -> dict[str, Any]:
    """Our rules as stories of one turn, so that TED has what it learns from."""
    stories = [
        {"story": rule["rule"], "steps": rule["steps"]}
        for path in sorted(rules.glob("*.yml"))
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]
    return {"version": "3.1", "stories": stories}


def train(  # noqa: PLR0913 - what Rasa is told on its command line, each by its name
    config: Config,
    examples: Sequence[Example],
    here: Path,
    *,
    stories: bool = False,
    domain: Path = ROOT / "domain.yml",
    rules: Path = ROOT / "data" / "rules",
    program: str = "rasa",
) -> Trained:
    """Train one model in a folder of its own, which is emptied first.

    Args:
        config: Rasa's configuration.
        examples: what intents are learned from.
        here: the folder; its name is the model's.
        stories: whether the rules are learned as stories, too.
        domain: the domain.
        rules: the folder of rules.
        program: what takes Rasa's commands; ``bot.lean`` where our own model is trained as
            ``make train`` does it.

    Raises:
        Trouble: training failed.
    """
    name = here.name
    shutil.rmtree(here, ignore_errors=True)
    data = here / "data"
    data.mkdir(parents=True)
    write_nlu(examples, data / "nlu.yml")
    if stories:
        _write(one_turn_stories(rules), data / "stories.yml")
    _write(config, here / "config.yml")
    command: Words = [
        *(BOT_PYTHON, "-m", program, "train"),
        *("--config", here / "config.yml", "--domain", domain),
        *("--data", data, rules),
        *("--out", here, "--fixed-model-name", name),
    ]
    # A cache of its own, which is new: else parts would be taken from an earlier training.
    env = {"RASA_CACHE_DIRECTORY": str(here / "cache")}
    seconds = run(f"Training {name}", command, here / "train.log", env)
    shutil.rmtree(here / "cache", ignore_errors=True)
    model = here / f"{name}.tar.gz"
    if not model.is_file():
        raise Trouble(f"Training {name} made no model; see {here / 'train.log'}.")
    return Trained(model, seconds)


def _write(data: dict[str, Any], target: Path) -> None:
    target.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
