"""The two servers as a pair."""

import http.server
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest
import yaml
from programs import SERVES, SLEEPS, python

from dev import servers
from dev.paths import MODEL, ROOT
from dev.ports import HOST, Ports, unused
from dev.processes import Process, stop
from dev.say import Trouble
from dev.servers import Server

Start = Callable[[Ports, Path, Mapping[str, str] | None], Server]


def _raise(*given: object) -> NoReturn:
    raise Trouble("cannot start")


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()

    def log_message(self, *given: object) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[int]:
    """The port of a program that is healthy at /health only."""
    with http.server.HTTPServer((HOST, 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def made() -> Iterator[list[Server]]:
    """The servers that the test's starters have made; ended when the test did not."""
    every: list[Server] = []
    yield every
    stop(*(server.process for server in every))


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, made: list[Server]) -> Callable[[str, str, str], None]:
    """Lets a tiny program be started as one of the servers: which, its name, its code."""

    def use(which: str, name: str, code: str) -> None:
        def start(ports: Ports, folder: Path, env: Mapping[str, str] | None) -> Server:
            port = getattr(ports, which)
            log = folder / f"{which}.log"
            process = Process(python(code, str(port)), log, env=env)
            made.append(Server(name, process, log, port, "/"))
            return made[-1]

        monkeypatch.setattr(servers, f"_start_{which}", start)

    use("actions", "action server", SERVES)
    use("rasa", "Rasa server", SERVES)
    return use


def _server(log: Path, port: int = 1, health: str = "/health") -> Server:
    return Server(
        "action server", Process(python("pass"), log.with_suffix(".other")), log, port, health
    )


def test_a_healthy_server_answers(served: int, tmp_path: Path) -> None:
    assert _server(tmp_path / "log", served).answers() is True


def test_a_server_that_is_not_healthy_yet_does_not_answer(served: int, tmp_path: Path) -> None:
    assert _server(tmp_path / "log", served, "/other").answers() is False


def test_a_server_that_is_not_up_does_not_answer(tmp_path: Path) -> None:
    assert _server(tmp_path / "log", unused().rasa).answers() is False


def test_a_server_that_gave_up_tells_why_and_where_the_log_is(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("loading\n\x1b[91mNo model\x1b[0m\n", encoding="utf-8")
    assert _server(log).reason() == f"    No model\nThe whole log is in {log}."


def test_a_servers_last_words_are_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("one\ntwo\n", encoding="utf-8")
    assert _server(log).last_words() == f"    one\n    two\nThe whole log is in {log}."


def test_both_are_ready_within_the_block_and_ended_after_it(
    program: object, made: list[Server], tmp_path: Path
) -> None:
    ports = unused()
    with servers.running(ports, tmp_path) as url:
        assert url == f"http://127.0.0.1:{ports.rasa}"
        assert [server.answers() for server in made] == [True, True]
    assert None not in [server.process.code() for server in made]


def test_both_get_the_environment(
    program: Callable[[str, str, str], None], made: list[Server], tmp_path: Path
) -> None:
    code = "import os; print(os.environ['WHO'], flush=True)\n" + SERVES
    program("actions", "action server", code)
    program("rasa", "Rasa server", code)
    with servers.running(unused(), tmp_path, {"WHO": "tests"}):
        logs = [server.log.read_text(encoding="utf-8") for server in made]
    assert all(log.startswith("tests\n") for log in logs)


def test_both_are_ended_when_the_block_fails(
    program: object, made: list[Server], tmp_path: Path
) -> None:
    with pytest.raises(KeyError), servers.running(unused(), tmp_path):
        raise KeyError
    assert len(made) == 2
    assert None not in [server.process.code() for server in made]


def test_a_server_that_dies_while_starting_is_told_and_the_other_ended(
    program: Callable[[str, str, str], None], made: list[Server], tmp_path: Path
) -> None:
    program("actions", "action server", "print('no store'); raise SystemExit(1)")
    program("rasa", "Rasa server", SLEEPS)
    expected = r"(?s)^The action server ended while starting \(exit code 1\):\n    no store\n"
    with pytest.raises(Trouble, match=expected), servers.running(unused(), tmp_path):
        pass
    assert None not in [server.process.code() for server in made]


def test_the_action_server_is_ended_when_the_other_cannot_be_started(
    program: object, made: list[Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_start_rasa", _raise)
    with pytest.raises(Trouble, match="cannot start"), servers.running(unused(), tmp_path):
        pass
    assert [server.process.code() is None for server in made] == [False]


def test_a_server_that_is_never_ready_is_given_up(
    program: Callable[[str, str, str], None],
    made: list[Server],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program("actions", "action server", SLEEPS)
    monkeypatch.setattr(servers, "PATIENCE", 0.0)
    with (
        pytest.raises(Trouble, match="The action server was not ready after 0 seconds"),
        servers.running(unused(), tmp_path),
    ):
        pass
    assert None not in [server.process.code() for server in made]


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("UserWarning: No valid model found at models/hepatica.tar.gz!", "is no model; delete it"),
        ("Could not load model due to Graph.", r"could not load the model:\n    Could not load"),
    ],
)
def test_a_rasa_server_that_serves_without_a_model_is_told(
    program: Callable[[str, str, str], None], tmp_path: Path, log: str, told: str
) -> None:
    program("rasa", "Rasa server", f"print({log!r}, flush=True)\n{SERVES}")
    with pytest.raises(Trouble, match=told), servers.running(unused(), tmp_path):
        pass


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words with which real servers would be started."""
    words: list[list[str]] = []

    def process(command: list[object], *given: object, **more: object) -> None:
        words.append([str(word) for word in command])

    monkeypatch.setattr(servers, "Process", process)
    return words


@pytest.mark.parametrize("which", ["actions", "rasa"])
def test_a_server_listens_on_its_port_on_loopback_only(
    commands: list[list[str]], tmp_path: Path, which: str
) -> None:
    start: Start = getattr(servers, f"_start_{which}")
    server = start(Ports(rasa=6005, actions=6055), tmp_path, None)
    [words] = commands
    assert words[words.index("--port") + 1] == str(server.port)
    assert server.port == getattr(Ports(rasa=6005, actions=6055), which)
    assert [word for word in words if re.fullmatch(r"[\d.]+\.\d+", word)] == ["127.0.0.1"]


def test_the_rasa_server_serves_our_model_on_our_channels(
    commands: list[list[str]], tmp_path: Path
) -> None:
    servers._start_rasa(Ports(rasa=6005, actions=6055), tmp_path, None)
    [words] = commands
    assert words[words.index("--model") + 1] == str(MODEL)
    assert words[words.index("--credentials") + 1] == str(ROOT / "credentials.yml")
    assert words[words.index("--endpoints") + 1] == str(tmp_path / "endpoints.yml")


def test_on_the_usual_port_the_endpoints_are_the_checkouts(tmp_path: Path) -> None:
    endpoints = servers._endpoints(Ports(rasa=6005, actions=5055), tmp_path)
    assert endpoints == ROOT / "endpoints.yml"


def test_on_another_port_only_the_action_servers_address_differs(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    copy = yaml.safe_load(servers._endpoints(Ports(6005, 6055), folder).read_text("utf-8"))
    original = yaml.safe_load((ROOT / "endpoints.yml").read_text("utf-8"))
    assert copy["action_endpoint"].pop("url") == "http://127.0.0.1:6055/webhook"
    original["action_endpoint"].pop("url")
    assert copy == original


def test_endpoints_that_name_no_action_server_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endpoints.yml").write_text("nlg: {}\n", encoding="utf-8")
    monkeypatch.setattr(servers, "ROOT", tmp_path)
    with pytest.raises(Trouble, match=r"names no action server at http://127\.0\.0\.1:5055"):
        servers._endpoints(Ports(6005, 6055), tmp_path)
