"""Where the time of a turn goes in the Rasa server.

``make bench-turn``, with nothing else running on the machine. Talks to Rasa in one process, with
the model that is served, a database in a file and an action server whose action says one text. Each
part is timed by the function that does it; what none of them does is "the rest". A client's request
over HTTP comes on top. ``OPENBLAS_CORETYPE=Prescott make bench-turn`` uses the kernels of 2004.
"""

import asyncio
import inspect
import logging
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from statistics import mean, median
from typing import Any

import yaml

from bot.lean.__main__ import prepare
from dev.paths import BOT_PYTHON, MODEL, ROOT
from dev.ports import HOST, unused
from dev.processes import Process, stop

QUESTIONS = (
    "what is TACE?",
    "what side effects does radiotherapy have?",
    "how many people were still alive after two years with radiotherapy before surgery?",
    "my father was told that his tumour is stage B. what does that mean, and what comes next?",
    "is it normal to be tired",
    "who can have a liver resection?",
)
WARM, ROUNDS = 5, 50
PARTS = {
    "splitting into parts": "bot.nlu.parts:PartsSplitter.process",
    "spelling": "bot.nlu.spelling:SpellingTolerance.process",
    "sentence encoder": "bot.nlu.encoder:SentenceEncoderFeaturizer.process",
    "intents": "bot.nlu.intents:EncoderIntentClassifier.process",
    "entities": "bot.nlu.entities:GlossaryExtractor.process",
    "language": "bot.nlu.language:LanguageDetector.process",
    "warning signs": "bot.safety.gate:SafetyGate.process",
    "rules": "rasa.core.policies.rule_policy:RulePolicy.predict_action_probabilities",
    "calling the action server": "rasa.core.actions.action:RemoteAction.run",
    "reading the conversation": "bot.stores.tracker:HepaticaTrackerStore.retrieve",
    "writing the conversation": "bot.stores.tracker:HepaticaTrackerStore.save",
}
Times = dict[str, list[float]]


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, _action_server(Path(folder)) as port:
        os.environ["HEPATICA_DATABASE"] = f"sqlite:///{folder}/conversations.sqlite"
        os.environ["HEPATICA_SPOOL"] = f"{folder}/spool.sqlite"
        prepare()
        turns = asyncio.run(_talked(_endpoints(Path(folder), port)))
    print(f"{'median, ms':>38}{'mean, ms':>11}{'of the mean':>14}")
    whole = mean(sum(turn.values()) for turn in turns)
    for part in (*PARTS, "the rest"):
        times = [turn[part] for turn in turns]
        print(f"{part:26}{median(times):12.2f}{mean(times):11.2f}{mean(times) / whole:14.0%}")
    print(f"{'a turn':26}{median(sum(t.values()) for t in turns):12.2f}{whole:11.2f}")
    return 0


@contextmanager
def _action_server(folder: Path) -> Iterator[int]:
    port = unused().actions
    command: list[str | Path] = [BOT_PYTHON, "-m", "rasa_sdk", "--port", str(port)]
    command += ["--actions", "bench.speed.trivial_action"]
    process = Process(command, folder / "actions.log")
    try:
        yield port
    finally:
        stop(process)


def _endpoints(folder: Path, port: int) -> Path:
    told = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    told["action_endpoint"] = {"url": f"http://{HOST}:{port}/webhook"}
    path = folder / "endpoints.yml"
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    return path


async def _talked(endpoints: Path) -> list[dict[str, float]]:
    """For each turn the milliseconds of each part."""
    from rasa.core.agent import load_agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)  # as Rasa's command line does it
    found = AvailableEndpoints.read_endpoints(str(endpoints))
    spent: Times = defaultdict(list)
    for part, name in PARTS.items():
        _time(part, name, spent)
    # Not before: its graph takes the functions as they are then.
    agent = await load_agent(str(MODEL), endpoints=found)
    turns = []
    for number in range(WARM + ROUNDS):
        for text in QUESTIONS:
            spent.clear()
            message = UserMessage(text, CollectingOutputChannel(), f"c{number}", None, "rest")
            began = time.perf_counter()
            if not await agent.handle_message(message):
                raise RuntimeError(f"no answer to: {text}")
            whole = 1000 * (time.perf_counter() - began)
            turn = {part: sum(spent[part]) for part in PARTS}
            turns.append(turn | {"the rest": whole - sum(turn.values())})
    return turns[WARM * len(QUESTIONS) :]


def _time(part: str, name: str, spent: Times) -> None:
    """Let a function note its time from now on."""
    module, _, path = name.partition(":")
    owner, method = path.split(".")
    kind: Any = getattr(import_module(module), owner)
    function: Callable[..., Any] = getattr(kind, method)

    @contextmanager
    def noted() -> Iterator[None]:
        began = time.perf_counter()
        yield
        spent[part].append(1000 * (time.perf_counter() - began))

    @wraps(function)
    async def awaited(*arguments: Any, **more: Any) -> Any:
        with noted():
            return await function(*arguments, **more)

    @wraps(function)
    def called(*arguments: Any, **more: Any) -> Any:
        with noted():
            return function(*arguments, **more)

    setattr(kind, method, awaited if inspect.iscoroutinefunction(function) else called)


if __name__ == "__main__":
    sys.exit(main())
