"""deploy/Dockerfile: what can be known of it without an engine that builds it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib

from dev.paths import ROOT
from dev.tools import UV_VERSION

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")
SERVED = ("rasa", "actions", "matrix")
Stage = list[tuple[str, str]]


def stages() -> dict[str, Stage]:
    """The instructions of each stage."""
    text = re.sub(r"(?m)^\s*#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"))
    found: dict[str, Stage] = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found[rest.split(" AS ")[1]] = []
        if word:
            found[list(found)[-1]].append((word, rest.strip()))
    return found


STAGES = stages()


def copied(stage: str) -> dict[str, str]:
    """What a stage takes from the checkout, and where it puts it."""
    told = {}
    for word, rest in STAGES[stage]:
        if word == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            told |= dict.fromkeys(sources, target)
    return told


def test_hadolint_has_nothing_to_say() -> None:
    done = subprocess.run([HADOLINT, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("stage", list(STAGES))
def test_what_is_copied_is_there_and_let_through(stage: str) -> None:
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text(encoding="utf-8").split("\n")
    assert ignored[1] == "*"
    for source in copied(stage):
        assert (ROOT / source).exists(), source
        assert any(source == line[1:] or source.startswith(f"{line[1:]}/") for line in ignored[2:])


def test_what_is_copied_from_a_stage_is_of_one() -> None:
    for stage in STAGES.values():
        for word, rest in stage:
            if word == "COPY" and rest.startswith("--from"):
                assert rest.split()[0].removeprefix("--from=") in STAGES


@pytest.mark.parametrize("stage", SERVED)
def test_servers_run_as_nobody_special(stage: str) -> None:
    users = [rest for word, rest in STAGES[stage] if word == "USER"]
    assert users == ["10001:10001"]
    last = STAGES[stage].index(("USER", "10001:10001"))
    assert not any(word in ("RUN", "COPY") for word, _ in STAGES[stage][last:])


@pytest.mark.parametrize("stage", ["rasa", "actions"])
def test_servers_tell_whether_they_are_ready(stage: str) -> None:
    checks = [rest for word, rest in STAGES[stage] if word == "HEALTHCHECK"]
    port = dict(STAGES[stage])["EXPOSE"]
    assert len(checks) == 1
    assert f":{port}/health/ready" in checks[0]
    assert port in dict(STAGES[stage])["CMD"]


def test_uv_and_pythons_are_those_of_the_checkout() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    assert set(re.findall(r"uv==([\d.]+)", text)) == {UV_VERSION}
    for stage, folder in (("python-rasa", "."), ("python-current", "actions")):
        python = (ROOT / folder / ".python-version").read_text(encoding="utf-8").strip()
        assert STAGES[stage][0][1].startswith(f"python:{python}-slim")
    assert (ROOT / "matrix" / ".python-version").read_text("utf-8").strip() == python


def test_packages_are_exactly_those_of_the_lock_files() -> None:
    installs = [
        rest
        for stage in STAGES.values()
        for word, rest in stage
        if word == "RUN" and re.search(r"\b(pip|uv|apt-get|npm)\b", rest)
    ]
    assert len(installs) == 7
    for install in installs:
        assert install.startswith("uv sync --frozen") or install.endswith(f"uv=={UV_VERSION}")


def test_left_out_packages_are_in_the_lock_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {package["name"] for package in lock["package"]}
    left_out = set(re.findall(r"--no-install-package (\S+)", DOCKERFILE.read_text("utf-8")))
    assert "tensorflow" in left_out
    assert left_out <= locked


def test_no_secret_is_in_an_image() -> None:
    for stage in STAGES.values():
        for word, rest in stage:
            if word in ("ENV", "ARG"):
                assert not re.search(r"(?i)(password|secret|token|key)", rest)
    assert not any(".env" in source for stage in STAGES for source in copied(stage))
