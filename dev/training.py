"""Training the model, when what it is made of changed."""

import shutil
import tempfile
from pathlib import Path

from dev import fresh
from dev.paths import BOT_PYTHON, MODEL, ROOT, RUN, shown
from dev.processes import Words, logged, read
from dev.reasons import program_reason
from dev.say import Trouble, indented, say

SERVING = ("channels", "lean", "mail", "matrix", "messaging", "privacy", "stores", "watch", "web")
"""Folders of bot/ that only pass messages on; no part of a model is made of them."""
STAMP = MODEL.with_name(f"{MODEL.name}.inputs.json")
LOG = RUN / "train.log"


def train() -> None:
    """Train the model unless the one that is there was made from the same files.

    Raises:
        Trouble: training failed; the model and the stamp of last time stay as they were.
    """
    inputs = {"data": _data(), "code": _code()}
    if fresh.stamped(STAMP) == {**inputs, "model": fresh.digest([MODEL])}:
        say("The model is up to date.")
        return
    say("Training the model; this takes about a minute.")
    RUN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=RUN, prefix="train-") as folder:
        seconds = _train(Path(folder), inputs["code"])
        _put_in_place(Path(folder) / MODEL.name)
    fresh.write_stamp(STAMP, {**inputs, "model": fresh.digest([MODEL])})
    say(f"Trained {shown(MODEL)} in {seconds} s.")


def _data() -> str:
    return fresh.digest(ROOT / name for name in ("config.yml", "domain.yml", "data"))


def _code() -> str:
    bot = ROOT / "bot"
    ours = [f for f in bot.rglob("*.py") if f.relative_to(bot).parts[0] not in SERVING]
    return fresh.digest([ROOT / "uv.lock", *ours])


def _train(folder: Path, code: str) -> int:
    name = MODEL.name.removesuffix(".tar.gz")
    options = ["--fixed-model-name", name, "--out", str(folder)]
    command: Words = [BOT_PYTHON, "-m", "bot.lean", "train", *options]
    env = {"RASA_CACHE_DIRECTORY": str(_cache(code))}
    exit_code, seconds = logged("Training", command, LOG, env=env)
    if exit_code or not (folder / MODEL.name).is_file():
        reason = indented(program_reason(read(LOG)))
        raise Trouble(f"Training failed:\n{reason}\nThe whole log is in {shown(LOG)}.")
    return seconds


def _cache(code: str) -> Path:
    """Rasa's cache for this state of our code; those of other states are deleted.

    Rasa knows a component by its own source file only. With one cache for all, a change in a module
    that the component imports would give back the old component.
    """
    cache = ROOT / ".rasa" / f"cache-{code[:16]}"
    for other in cache.parent.glob("cache-*"):
        if other != cache:
            shutil.rmtree(other, ignore_errors=True)
    return cache


def _put_in_place(trained: Path) -> None:
    MODEL.parent.mkdir(exist_ok=True)
    # Without a stamp an interruption between the two steps costs a training, not a wrong model.
    STAMP.unlink(missing_ok=True)
    trained.replace(MODEL)
