"""Which ports are used, and whether they are free."""

import re
import socket
from collections.abc import Iterator

import pytest

from dev import ports
from dev.ports import HOST, Ports
from dev.say import Trouble


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ports of whoever runs the tests do not count."""
    monkeypatch.delenv("HEPATICA_PORT", raising=False)
    monkeypatch.delenv("HEPATICA_ACTIONS_PORT", raising=False)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which a program listens."""
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def test_the_usual_ports_are_rasas() -> None:
    assert ports.configured() == Ports(rasa=5005, actions=5055)


def test_the_environment_names_other_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEPATICA_PORT", " 6005 ")
    monkeypatch.setenv("HEPATICA_ACTIONS_PORT", "65535")
    assert ports.configured() == Ports(rasa=6005, actions=65535)


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEPATICA_PORT", " ")
    assert ports.configured().rasa == 5005


@pytest.mark.parametrize("value", ["0", "65536", "-1", "5005.5", "http", "5 5", "²"])
@pytest.mark.parametrize("name", ["HEPATICA_PORT", "HEPATICA_ACTIONS_PORT"])
def test_what_is_no_port_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    expected = f"{name} must be a port number from 1 to 65535, not {value!r}."
    with pytest.raises(Trouble, match=re.escape(expected)):
        ports.configured()


def test_one_port_for_both_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEPATICA_PORT", "5055")
    with pytest.raises(Trouble, match="cannot both use port 5055"):
        ports.configured()


def test_unused_ports_are_two_and_can_be_used() -> None:
    found = ports.unused()
    assert found.rasa != found.actions
    ports.require_free(found)


def test_a_taken_port_is_told_with_the_setting_and_another_port(taken: int) -> None:
    free = ports.unused().actions
    with pytest.raises(Trouble, match=rf"^Port {taken} is in use .*: HEPATICA_PORT=\d+ make run$"):
        ports.require_free(Ports(rasa=taken, actions=free))


def test_the_action_servers_port_has_a_setting_of_its_own(taken: int) -> None:
    free = ports.unused().rasa
    with pytest.raises(Trouble, match=r"HEPATICA_ACTIONS_PORT=\d+ make run$"):
        ports.require_free(Ports(rasa=free, actions=taken))


def test_the_port_to_take_instead_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_is_free", lambda port: port > 7002)
    with pytest.raises(Trouble, match=r"HEPATICA_PORT=7003 make run"):
        ports.require_free(Ports(rasa=7000, actions=8000))


def test_the_port_to_take_instead_is_not_the_other_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ports, "_is_free", lambda port: port >= 5055)
    with pytest.raises(Trouble, match=r"HEPATICA_PORT=5056 make run"):
        ports.require_free(Ports(rasa=5005, actions=5055))


def test_after_the_highest_port_the_usual_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_is_free", lambda port: port < 65535)
    with pytest.raises(Trouble, match=r"HEPATICA_PORT=5005 make run"):
        ports.require_free(Ports(rasa=65535, actions=8000))


def test_the_port_of_a_server_that_has_just_stopped_is_free() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection((HOST, port))
        connection, _ = server.accept()
        # The side that closes first keeps the port for a while.
        connection.close()
        client.close()
    ports.require_free(Ports(rasa=port, actions=ports.unused().actions))


def test_the_port_to_take_instead_is_not_the_other_servers(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "_is_free", lambda port: port != taken)
    with pytest.raises(Trouble, match=f"HEPATICA_PORT={taken + 2} make run"):
        ports.require_free(Ports(taken, taken + 1))
