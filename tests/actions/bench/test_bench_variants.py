"""What is started for each variant."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.speed import machine as machine_module
from bench.speed import variants as module
from bench.speed.machine import machine, processor, require_quiet
from bench.speed.memory import MARK
from bench.speed.settings import DEFAULT, FLOOR, OURS, PINNED, WHOLE, Settings, quick
from bench.speed.variants import start, variants
from dev.paths import MODEL
from dev.ports import Ports
from dev.processes import Words
from dev.say import Trouble

Started = list[tuple[list[str], Mapping[str, str]]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Started]:
    """The commands of all variants; nothing is really started."""
    found: Started = []

    class Recorded:
        def __init__(self, command: Words, _log: Path, _cwd: Any = None, env: Any = None) -> None:
            found.append(([str(word) for word in command], dict(env)))

    monkeypatch.setattr(module, "Process", Recorded)
    models = {name: tmp_path / f"{name}.tar.gz" for name in (DEFAULT, OURS, FLOOR)}
    each = {}
    for variant in variants(models, Settings(folder=tmp_path)):
        found.clear()
        start(variant, Ports(2001, 2002))
        each[variant.name] = list(found)
    return each


def option(started: Started, name: str) -> str:
    words = started[-1][0]
    return words[words.index(name) + 1]


def endpoints(started: Started) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(Path(option(started, "--endpoints")).read_text("utf-8"))
    return read


def test_default_and_ours_call_the_same_action(started: dict[str, Started]) -> None:
    default, ours = started[DEFAULT], started[OURS]
    assert default[0][0] == ours[0][0]
    assert "bench.speed.trivial_action" in default[0][0]
    for each in (default, ours):
        assert endpoints(each)["action_endpoint"]["url"] == "http://127.0.0.1:2002/webhook"


def test_the_default_is_served_as_rasa_does_it(started: dict[str, Started]) -> None:
    command = started[DEFAULT][1][0]
    assert command[1:4] == ["-m", "rasa", "run"]
    assert set(endpoints(started[DEFAULT])) == {"action_endpoint"}
    credentials = Path(option(started[DEFAULT], "--credentials")).read_text("utf-8")
    assert yaml.safe_load(credentials) == {"rest": None}


def test_the_default_has_what_pip_installs_and_the_other_one_our_pins(
    started: dict[str, Started],
) -> None:
    default, pinned = (started[name][1] for name in (DEFAULT, PINNED))
    assert default[1]["PYTHONPATH"].endswith("/stock")
    assert "PYTHONPATH" not in pinned[1]
    assert pinned[0][1:4] == ["-m", "rasa", "run"]
    assert option(started[PINNED], "--model") == option(started[DEFAULT], "--model")


def test_ours_is_served_as_hepatica_is(started: dict[str, Started]) -> None:
    for name in (OURS, WHOLE):
        assert started[name][1][0][1:4] == ["-m", "bot.lean", "run"]
        assert {"nlg", "tracker_store", "lock_store"} <= set(endpoints(started[name]))
        assert "HEPATICA_DATABASE" in started[name][1][1]


def test_the_floor_has_no_action_server(started: dict[str, Started]) -> None:
    [(command, _)] = started[FLOOR]
    assert command[1:4] == ["-m", "rasa", "run"]
    assert endpoints(started[FLOOR]) is None or not endpoints(started[FLOOR])


def test_hepatica_runs_its_own_model_and_action_server(started: dict[str, Started]) -> None:
    assert "serve.py" in started[WHOLE][0][0]
    assert option(started[WHOLE], "--model") == str(MODEL)


def test_all_processes_carry_their_variants_mark(started: dict[str, Started]) -> None:
    for name, processes in started.items():
        assert {env[MARK] for _, env in processes} == {name}


def test_each_start_has_an_empty_database_unless_it_is_to_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "Process", lambda *_, **__: None)
    found = variants({OURS: tmp_path / "m"}, Settings(folder=tmp_path))
    ours = next(variant for variant in found if variant.name == OURS)
    ours.folder.mkdir()
    ours.database.touch()
    start(replace(ours, keeps=True), Ports(2001, 2002))
    assert ours.database.exists()
    start(ours, Ports(2001, 2002))
    assert not ours.database.exists()


def test_a_busy_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_module.os, "getloadavg", lambda: (0.71, 0.0, 0.0))
    with pytest.raises(Trouble, match=r"0\.71.*--anyway"):
        require_quiet()
    monkeypatch.setattr(machine_module.os, "getloadavg", lambda: (0.69, 9.0, 9.0))
    require_quiet()


def test_the_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_module, "_versions", lambda *_: ["3.1", "4.1"])
    told = machine()
    assert told["cores"] >= 1
    assert told["memory_gb"] > 0.1
    assert told["rasa"] == "4.1"


def test_a_processor_without_a_name_is_told_by_its_kind() -> None:
    assert processor("model name : A CPU: fast\n") == "A CPU: fast"
    assert processor("Features : fp\n")


def test_a_quick_run_is_smaller_in_everything() -> None:
    small, usual = quick(), Settings()
    for name in ("examples", "epochs", "warm_up", "turns", "starts", "rounds", "stored", "pairs"):
        assert getattr(small, name) < getattr(usual, name)
    assert small.folder != usual.folder
