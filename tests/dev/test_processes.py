"""Programs started by the tools, and their end."""

import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs import SLEEPS, python, until

from dev.paths import ROOT
from dev.processes import Process, ending, environment, logged, read, stop

SAYS_THEN_SLEEPS = "print('up'); import time; time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SAYS_THEN_SLEEPS
LOCKS = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("locked")
time.sleep(60)
"""
LEAVES_A_WORKER = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", *sys.argv[1:]])
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where a program's output goes."""
    return tmp_path / "logs" / "program.log"


@pytest.fixture
def typed() -> Iterator[None]:
    """Something was typed into our own input."""
    kept = os.dup(0)
    reads, writes = os.pipe()
    os.write(writes, b"typed")
    os.close(writes)
    os.dup2(reads, 0)
    yield
    os.dup2(kept, 0)
    os.close(kept)
    os.close(reads)


def _can_be_locked(path: Path) -> bool:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


@pytest.mark.parametrize(
    "name",
    ["VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONHOME", "PYTHONPATH", "PYENV_VERSION"],
)
def test_what_leads_to_another_checkouts_packages_is_left_out(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "elsewhere")
    assert name not in environment()


def test_everything_else_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    assert environment()["HTTPS_PROXY"] == "http://proxy"


def test_no_program_sends_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    assert environment()["RASA_TELEMETRY_ENABLED"] == "false"


def test_what_is_asked_for_comes_last() -> None:
    extra = {"PYTHONPATH": "ours", "PYTHONUNBUFFERED": "0"}
    assert environment(extra).items() >= extra.items()


def test_a_program_runs_in_the_checkout(log: Path) -> None:
    Process(python("import os; print(os.getcwd())"), log).wait(30)
    assert read(log).strip() == str(ROOT)


def test_output_and_errors_go_to_the_log_in_order(log: Path) -> None:
    code = "import sys; print(1); print(2, file=sys.stderr); print(3)"
    Process(python(code), log).wait(30)
    assert read(log).split() == ["1", "2", "3"]


def test_a_log_is_written_anew(log: Path) -> None:
    Process(python("print('first')"), log).wait(30)
    Process(python("print('second')"), log).wait(30)
    assert read(log) == "second\n"


def test_what_is_typed_is_not_the_programs(log: Path, typed: None) -> None:
    Process(python("import sys; print(repr(sys.stdin.read()))"), log).wait(30)
    assert read(log) == "''\n"


def test_a_program_is_in_a_group_of_its_own(log: Path) -> None:
    Process(python("import os; print(os.getpgid(0) == os.getpid())"), log).wait(30)
    assert read(log) == "True\n"


def test_a_program_that_runs_has_no_code(log: Path) -> None:
    process = Process(python(SLEEPS), log)
    codes = process.code(), process.wait(0), process.wait(-1)
    stop(process)
    assert codes == (None, None, None)


def test_a_program_that_ended_has_a_code(log: Path) -> None:
    process = Process(python("raise SystemExit(7)"), log)
    assert (process.wait(30), process.code()) == (7, 7)


def test_a_signal_to_a_program_that_ended_is_nothing(log: Path) -> None:
    process = Process(python("pass"), log)
    process.wait(30)
    process.send(signal.SIGTERM)
    assert process.code() == 0


def test_a_program_that_is_missing_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        Process([tmp_path / "none"])
    assert raised.value.filename == str(tmp_path / "none")


def test_stopped_programs_end_by_sigterm(log: Path) -> None:
    one, two = Process(python(SLEEPS), log), Process(python(SLEEPS), log)
    stop(one, two)
    assert (one.code(), two.code()) == (-signal.SIGTERM, -signal.SIGTERM)


def test_a_program_can_be_stopped_as_ctrl_c_would(log: Path) -> None:
    code = "import time\ntry:\n    print('up'); time.sleep(60)\nexcept KeyboardInterrupt: exit(3)"
    process = Process(python(code), log)
    until(lambda: read(log))
    stop(process, by=signal.SIGINT)
    assert process.code() == 3


def test_a_program_that_does_not_listen_is_killed(log: Path) -> None:
    process = Process(python(DEAF), log)
    until(lambda: read(log))
    stop(process, grace=0)
    assert process.code() == -signal.SIGKILL


def test_a_worker_that_outlives_its_parent_is_ended(log: Path, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    parent = Process(python(LEAVES_A_WORKER, LOCKS, str(lock)), log)
    until(lambda: "locked" in read(log))
    parent.wait(30)
    stop(parent)
    until(lambda: _can_be_locked(lock))


def test_stopping_nothing_is_fine_when_all_have_ended(log: Path) -> None:
    process = Process(python("pass"), log)
    process.wait(30)
    stop(process)
    assert process.code() == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [(0, "exit code 0"), (1, "exit code 1"), (-9, "killed by SIGKILL"), (-15, "killed by SIGTERM")],
)
def test_an_ending_is_told_in_words(code: int, words: str) -> None:
    assert ending(code) == words


def test_a_logged_program_gives_its_code_and_output(log: Path, tmp_path: Path) -> None:
    code = "import os; print(os.getcwd(), os.environ['WHAT']); exit(4)"
    ended, _ = logged("Trying", python(code), log, tmp_path, {"WHAT": "this"})
    assert ended == 4
    assert read(log) == f"{tmp_path.resolve()} this\n"


def test_an_interrupted_logged_program_is_ended(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "lock"

    def interrupt(process: Process, seconds: float) -> None:
        monkeypatch.undo()
        until(lambda: "locked" in read(log))
        raise KeyboardInterrupt

    monkeypatch.setattr(Process, "wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        logged("Trying", python(LOCKS, str(lock)), log)
    until(lambda: _can_be_locked(lock))


def test_a_missing_log_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "none.log") == ""


def test_bytes_that_are_no_text_are_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "odd.log").write_bytes(b"a\xffb" + os.linesep.encode())
    assert read(tmp_path / "odd.log") == "a\ufffdb\n"


def test_a_signal_without_a_name_is_told_by_its_number() -> None:
    assert ending(-35) == "killed by signal 35"
