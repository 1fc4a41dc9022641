"""deploy/compose.yml, as Docker's own program reads it; without an engine nothing is started."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dev.paths import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = Path(sys.executable).with_name("docker-compose")
NEEDED = ("POSTGRES_PASSWORD", "RABBITMQ_PASSWORD", "HEPATICA_WEB_KEYS")
PLANTED = {name: f"planted-{name.lower()}" for name in NEEDED}


def configured(
    folder: Path, settings: dict[str, str], *words: str
) -> subprocess.CompletedProcess[str]:
    """What Docker makes of the file beside a ``.env`` with these settings."""
    copy = folder / "deploy"
    shutil.copytree(DEPLOY, copy, ignore=shutil.ignore_patterns(".env"))
    lines = (f"{name}={value}\n" for name, value in settings.items())
    (copy / ".env").write_text("".join(lines), encoding="utf-8")
    environment = {n: v for n, v in os.environ.items() if n not in settings}
    return subprocess.run(
        [COMPOSE, "--file", copy / "compose.yml", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def compose(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The whole of it, all profiles."""
    words = ("--profile", "mail", "--profile", "matrix", "config", "--format", "json")
    done = configured(tmp_path_factory.mktemp("compose"), PLANTED, *words)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()
    return json.loads(done.stdout)


@pytest.mark.parametrize("missing", NEEDED)
def test_nothing_starts_without_its_secrets(tmp_path: Path, missing: str) -> None:
    others = {name: value for name, value in PLANTED.items() if name != missing}
    done = configured(tmp_path, others, "config")
    # The package that brings the program loses its exit code.
    assert done.stdout == ""
    assert f"{missing} is missing a value" in done.stderr


def test_every_service_is_confined(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert int(service["mem_limit"]) > 0, name
        assert service["restart"] == "unless-stopped", name
        assert "privileged" not in service, name


def test_only_nginx_can_be_reached(compose: dict[str, Any]) -> None:
    published = {name for name, service in compose["services"].items() if service.get("ports")}
    assert published == {"nginx"}
    ports = {(p["published"], p["target"]) for p in compose["services"]["nginx"]["ports"]}
    assert ports == {("80", 8080), ("443", 8443)}


def test_database_broker_and_action_servers_reach_nobody(compose: dict[str, Any]) -> None:
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("postgres", "rabbitmq", "actions-1", "actions-2"):
        assert set(compose["services"][name]["networks"]) == {"inside"}, name


def addresses(file: str) -> list[str]:
    text = (DEPLOY / "nginx" / "compose" / file).read_text(encoding="utf-8")
    return re.findall(r"(?m)^(?:server|listen) (172[\d.:]+)", text)


def placed(compose: dict[str, Any], begin: str, port: int) -> list[str]:
    services = compose["services"].items()
    return [
        f"{service['networks']['inside']['ipv4_address']}:{port}"
        for name, service in services
        if name.startswith(begin)
    ]


def test_nginx_knows_the_servers_that_there_are(compose: dict[str, Any]) -> None:
    assert addresses("rasa-servers.conf") == placed(compose, "rasa-", 5005)
    assert addresses("messaging-server.conf") == placed(compose, "rasa-1", 5005)
    assert addresses("action-servers.conf") == placed(compose, "actions-", 5055)
    assert addresses("listen-actions.conf") == placed(compose, "nginx", 5055)


def test_rasa_servers_share_what_they_must_and_nothing_else(compose: dict[str, Any]) -> None:
    one, two = (compose["services"][name] for name in ("rasa-1", "rasa-2"))
    assert one["environment"] == two["environment"]
    told = one["environment"]
    assert told["HEPATICA_WEB_KEYS"] == PLANTED["HEPATICA_WEB_KEYS"]
    assert PLANTED["POSTGRES_PASSWORD"] in told["HEPATICA_DATABASE"]
    own = [
        {v["source"] for v in server["volumes"] if v["target"] == "/data"} for server in (one, two)
    ]
    assert own == [{"rasa-1"}, {"rasa-2"}]


def test_rasa_believes_nginx_and_asks_it_for_actions(compose: dict[str, Any]) -> None:
    (front,) = placed(compose, "nginx", 5055)
    told = compose["services"]["rasa-1"]["environment"]
    assert told["HEPATICA_WEB_PROXIES"] == front.partition(":")[0]
    assert told["HEPATICA_ACTIONS"] == f"http://{front}"
    assert told["HEPATICA_PICTURES"] == f"http://{front}/charts"


def test_channels_of_their_own_speak_to_a_rasa_server_as_its_own_machine(
    compose: dict[str, Any],
) -> None:
    for name in ("mail", "matrix"):
        service = compose["services"][name]
        assert service["network_mode"] == "service:rasa-1"
        assert service["profiles"] == [name]


def test_what_a_container_is_given_is_there(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            if volume["type"] == "bind" and "tls" not in volume["target"]:
                relative = Path(volume["source"]).parts
                place = DEPLOY.joinpath(*relative[relative.index("deploy") + 1 :])
                assert place.exists(), volume
                assert volume["read_only"] is True


def test_settings_are_those_that_the_programs_know(compose: dict[str, Any]) -> None:
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions" / "hepatica").rglob("*.py")]
    known = set(re.findall(r"HEPATICA_[A-Z_]+", "".join(p.read_text("utf-8") for p in sources)))
    endpoints = (DEPLOY / "endpoints.yml").read_text(encoding="utf-8")
    known |= set(re.findall(r"\$\{(\w+)\}", endpoints))
    told = set(compose["services"]["rasa-1"]["environment"])
    assert {name for name in told if name.startswith(("HEPATICA", "RABBIT"))} <= known
    assert set(re.findall(r"\$\{(\w+)\}", endpoints)) <= told


def test_the_example_names_every_secret_and_holds_none() -> None:
    text = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    settings = dict(re.findall(r"(?m)^(\w+)=(.*)$", text))
    assert set(NEEDED) <= set(settings)
    assert not any(settings.values())
