"""The programs of each variant: what is started, and how its replies are known."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bench.speed.memory import MARK
from bench.speed.replies import FLOOR_TEXT, TRIVIAL, Check, is_answered, says
from bench.speed.settings import DEFAULT, FLOOR, OURS, PINNED, WHOLE, Settings
from bench.speed.stock import stock_packages
from bench.speed.talking import until_answered
from dev.paths import ACTIONS, ACTIONS_PYTHON, BOT_PYTHON, MODEL, ROOT
from dev.ports import HOST, Ports, unused
from dev.processes import Process, Words, read, stop
from dev.reasons import program_reason
from dev.say import Trouble, indented

PATIENCE = 240.0
FIRST = "what is liver cancer"


@dataclass(frozen=True)
class Variant:
    """One of the systems that are compared.

    Args:
        name: by which files and the JSON know it.
        model: what it is served with.
        folder: for its logs and its database.
        check: what tells that a reply is its own.
        env: more environment variables.
        keeps: whether the database of an earlier start stays.
    """

    name: str
    model: Path
    folder: Path
    check: Check
    env: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it is served as Hepatica is."""
        return not self.name.startswith((DEFAULT, FLOOR))

    @property
    def database(self) -> Path:
        """Where it keeps conversations, where it is ours; the others keep them in memory."""
        return self.folder / "conversations.sqlite"


def variants(models: Mapping[str, Path], settings: Settings) -> list[Variant]:
    """All five, in the order of the tables.

    Args:
        models: what was trained, by name.
        settings: where files go.
    """
    checks = {
        DEFAULT: says(TRIVIAL),
        PINNED: says(TRIVIAL),
        OURS: says(TRIVIAL),
        FLOOR: says(FLOOR_TEXT),
        WHOLE: is_answered,
    }
    known = {PINNED: models.get(DEFAULT, MODEL), **models}
    env = {DEFAULT: {"PYTHONPATH": str(stock_packages(settings.folder))}}
    return [
        Variant(name, known.get(name, MODEL), settings.folder / name, check, env.get(name, {}))
        for name, check in checks.items()
    ]


@contextmanager
def serving(variant: Variant) -> Iterator[int]:
    """As ``started``, for callers that do not care how long the start took."""
    with started(variant) as (port, _):
        yield port


@contextmanager
def started(variant: Variant) -> Iterator[tuple[int, float]]:
    """A variant's servers for as long as the block lasts, once they have answered.

    Yields:
        The port of the Rasa server, and the seconds from the start of the processes until the first
        answered turn.

    Raises:
        Trouble: they do not start.
    """
    ports, processes = unused(), list[Process]()
    try:
        began = time.perf_counter()
        processes += start(variant, ports)
        try:
            until_answered(ports.rasa, variant.check, FIRST, PATIENCE)
        except Trouble as trouble:
            reason = indented(program_reason(read(variant.folder / "rasa.log")))
            raise Trouble(f"The variant {variant.name}: {trouble}\n{reason}") from None
        yield ports.rasa, time.perf_counter() - began
    finally:
        stop(*processes)


def start(variant: Variant, ports: Ports) -> list[Process]:
    """Start the servers of a variant; neither is ready yet."""
    variant.folder.mkdir(parents=True, exist_ok=True)
    env = {**variant.env, MARK: variant.name}
    processes = []
    if variant.name != FLOOR:
        command = _actions(variant, ports)
        cwd = ACTIONS if variant.name.startswith(WHOLE) else ROOT
        processes.append(Process(command, variant.folder / "actions.log", cwd, env))
    if variant.is_ours:
        env |= _database(variant)
    processes.append(Process(_rasa(variant, ports), variant.folder / "rasa.log", env=env))
    return processes


def _actions(variant: Variant, ports: Ports) -> Words:
    if variant.name.startswith(WHOLE):
        return [ACTIONS_PYTHON, "serve.py", "--host", HOST, "--port", str(ports.actions)]
    module = ["--actions", "bench.speed.trivial_action"]
    return [BOT_PYTHON, "-m", "rasa_sdk", *module, "--port", str(ports.actions)]


def _rasa(variant: Variant, ports: Ports) -> Words:
    if variant.is_ours:
        endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
        credentials = yaml.safe_load((ROOT / "credentials.yml").read_text(encoding="utf-8"))
    else:
        endpoints, credentials = {}, {"rest": None}
    if variant.name != FLOOR:
        endpoints["action_endpoint"] = {"url": f"http://{HOST}:{ports.actions}/webhook"}
    files = [("endpoints", endpoints), ("credentials", credentials)]
    words: list[str | Path] = [BOT_PYTHON, "-m", "bot.lean" if variant.is_ours else "rasa", "run"]
    words += ["-i", HOST, "--port", str(ports.rasa), "--model", variant.model]
    for name, content in files:
        path = variant.folder / f"{name}.yml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        words += [f"--{name}", path]
    return words


def _database(variant: Variant) -> dict[str, str]:
    if not variant.keeps:
        for old in variant.folder.glob(f"{variant.database.name}*"):
            old.unlink()
    return {
        "HEPATICA_DATABASE": f"sqlite:///{variant.database.resolve()}",
        "HEPATICA_SPOOL": str(variant.folder / "spool.sqlite"),
    }
