"""``make run``: from a fresh clone to a bot that answers, then wait for Ctrl-C."""

import json
import time

from dev.paths import RUN, shown
from dev.ports import HOST, RASA_DEFAULT, Ports, configured, require_free
from dev.processes import ending
from dev.say import Trouble, say
from dev.servers import Server, started
from dev.store import build_store
from dev.tools import setup
from dev.training import train


def run() -> int:
    """Set up what is missing and serve until interrupted; 0 then.

    Raises:
        Trouble: something is missing or broken, or one of the servers died.
    """
    ports = configured()
    # Asked at once, and again after what can take minutes.
    require_free(ports)
    setup()
    build_store()
    train()
    require_free(ports)
    return _serve(ports)


def _serve(ports: Ports) -> int:
    say("Starting the action server and the Rasa server (about 15 seconds) ...")
    try:
        with started(ports, RUN) as servers:
            _announce(ports, servers)
            _watch(servers)
            say("\nStopping ...")
    except KeyboardInterrupt:
        pass
    say("Stopped.")
    return 0


def _announce(ports: Ports, servers: list[Server]) -> None:
    body = json.dumps({"sender": "me", "message": "What is HCC?"})
    elsewhere = f"HEPATICA_PORT={ports.rasa} " if ports.rasa != RASA_DEFAULT else ""
    say(
        "\nHepatica is ready.\n"
        f"  Page:  http://{HOST}:{ports.rasa}/\n"
        f"  Chat:  type this in a second terminal:  {elsewhere}make chat\n"
        f"  HTTP:  curl -s http://{HOST}:{ports.rasa}/webhooks/rest/webhook "
        f"-H 'Content-Type: application/json' -d '{body}'\n"
        f"  Logs:  {', '.join(shown(server.log) for server in servers)}\n"
        "Ctrl-C stops it."
    )


def _watch(servers: list[Server]) -> None:
    """Return when interrupted; the servers are ended by the caller's block."""
    try:
        while True:
            for server in servers:
                _require_alive(server)
            time.sleep(0.5)
    except KeyboardInterrupt:
        return


def _require_alive(server: Server) -> None:
    code = server.process.code()
    if code is not None:
        raise Trouble(
            f"\nThe {server.name} died ({ending(code)}), so the other one was stopped, too. "
            f"Its last lines:\n{server.last_words()}"
        )
