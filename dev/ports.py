"""The two ports: which, and whether they are free."""

import contextlib
import os
import socket
from dataclasses import dataclass

from dev.say import Trouble

HOST = "127.0.0.1"
RASA_DEFAULT, ACTIONS_DEFAULT = 5005, 5055
_HIGHEST = 65535


@dataclass(frozen=True)
class Ports:
    """Where the Rasa server and the action server listen."""

    rasa: int
    actions: int


def configured() -> Ports:
    """The ports from HEPATICA_PORT and HEPATICA_ACTIONS_PORT, or the usual ones.

    Raises:
        Trouble: a value is no port, or both are the same.
    """
    ports = Ports(
        _number("HEPATICA_PORT", RASA_DEFAULT), _number("HEPATICA_ACTIONS_PORT", ACTIONS_DEFAULT)
    )
    if ports.rasa == ports.actions:
        raise Trouble(
            f"Rasa and the action server cannot both use port {ports.rasa}; "
            "set HEPATICA_PORT and HEPATICA_ACTIONS_PORT to different numbers."
        )
    return ports


def unused() -> Ports:
    """Two free ports, chosen by the system; for tests, which must not meet a running Hepatica."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(2)]
        for one in sockets:
            one.bind((HOST, 0))
        return Ports(*(int(one.getsockname()[1]) for one in sockets))


def require_free(ports: Ports) -> None:
    """Check that both can be listened on.

    Raises:
        Trouble: which is taken, and how to take another.
    """
    for name, port in (("HEPATICA_PORT", ports.rasa), ("HEPATICA_ACTIONS_PORT", ports.actions)):
        if not _is_free(port):
            raise Trouble(
                f"Port {port} is in use by another program, perhaps by a Hepatica that is running "
                f"already. Stop that, or take another port: {name}={_next(port, ports)} make run"
            )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as probe:
        # Else the connections of a server that has just stopped make its port look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _next(port: int, ports: Ports) -> int:
    usual = {RASA_DEFAULT, ACTIONS_DEFAULT, ports.rasa, ports.actions}
    later = (p for p in range(port + 1, _HIGHEST + 1) if p not in usual and _is_free(p))
    return next(later, RASA_DEFAULT)


def _number(name: str, usual: int) -> int:
    value = os.environ.get(name, "").strip() or str(usual)
    if not value.isdecimal() or not 1 <= int(value) <= _HIGHEST:
        raise Trouble(f"{name} must be a port number from 1 to {_HIGHEST}, not {value!r}.")
    return int(value)
