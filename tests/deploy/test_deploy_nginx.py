"""The nginx of deploy/nginx, run for real in front of servers that say who they are.

Needs nginx: apt-get install nginx-light
"""

import json
import re
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from stub_servers import StubServer

from bench.scale.front import ADDRESS, COMMON, here, nginx, written
from bench.scale.needs import free_ports
from dev.paths import BOT_PYTHON, ROOT
from dev.processes import environment, stop

SERVERS = ("one", "two", "three")
_TOKENS = """
import json
from bot.web.settings import Key
from bot.web.tokens import Tokens
now = 1_800_000_000.0
tokens = Tokens([Key("2027a", "s" * 40)], 3600, 86400, lambda: now)
told = []
for _ in range(60):
    session, issued = tokens.begin(), []
    for later in (0, 61, 4000):
        now += later
        issued.append(tokens.issue(session)[0])
    told.append(issued)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def tokens() -> list[list[str]]:
    """Of each conversation the tokens that it gets one after another, by the channel's own code."""
    done = subprocess.run(
        [BOT_PYTHON, "-c", _TOKENS],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout.splitlines()[-1])


class Front:
    """nginx, and the servers behind it."""

    def __init__(self, folder: Path) -> None:
        self.rasa = [StubServer(name) for name in SERVERS]
        self.actions = [StubServer(name) for name in ("first", "second")]
        web, actions = free_ports(2)
        ports = ([s.port for s in self.rasa], [s.port for s in self.actions])
        self.process = nginx(folder, here(*ports, web, actions))
        self.web = httpx.Client(base_url=f"http://127.0.0.1:{web}", timeout=15)
        self.inside = httpx.Client(base_url=f"http://127.0.0.1:{actions}", timeout=15)
        self._patients = 0

    def stop(self) -> None:
        stop(self.process)
        for server in (*self.rasa, *self.actions):
            server.stop()

    def patient(self) -> dict[str, str]:
        """Headers of somebody new, with an address of their own."""
        self._patients += 1
        return {ADDRESS: f"10.9.{self._patients >> 8}.{self._patients & 255}"}

    def says(self, token: str, **more: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", **self.patient(), **more}
        return self.web.post("/webhooks/web/webhook", json={"message": "hello"}, headers=headers)


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    running = Front(tmp_path)
    yield running
    running.stop()


def server_of(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return str(response.json()["server"])


def homes(front: Front, tokens: list[list[str]]) -> list[str]:
    """The server that each conversation gets."""
    return [server_of(front.says(issued[0])) for issued in tokens]


def test_a_conversation_stays_with_its_server_when_its_token_is_renewed(
    front: Front, tokens: list[list[str]]
) -> None:
    for issued in tokens:
        assert len(set(issued)) == 3
        assert len({server_of(front.says(token)) for token in issued}) == 1


def test_all_routes_of_a_conversation_go_to_one_server(
    front: Front, tokens: list[list[str]]
) -> None:
    for issued in tokens[:10]:
        headers = {"Authorization": f"Bearer {issued[0]}", **front.patient()}
        asked = [
            front.says(issued[1]),
            front.web.get("/webhooks/web/history", headers=headers),
            front.web.post("/webhooks/web/feedback", json={}, headers=headers),
            front.web.delete("/webhooks/web/session", headers=headers),
        ]
        assert len({server_of(response) for response in asked}) == 1


def test_every_server_gets_conversations(front: Front, tokens: list[list[str]]) -> None:
    shares = Counter(homes(front, tokens))
    assert set(shares) == set(SERVERS)
    assert min(shares.values()) >= 8


def test_new_sessions_go_to_all_servers(front: Front) -> None:
    begun = [
        server_of(front.web.post("/webhooks/web/session", json={}, headers=front.patient()))
        for _ in range(40)
    ]
    assert set(begun) == set(SERVERS)


def test_only_the_conversations_of_a_server_that_is_gone_move(
    front: Front, tokens: list[list[str]]
) -> None:
    before = homes(front, tokens)
    front.rasa[1].stop()
    after = homes(front, tokens)
    for old, new in zip(before, after, strict=True):
        assert new == old if old != "two" else new in ("one", "three")


def test_a_message_reaches_the_next_server_when_its_own_dies_in_the_turn(
    front: Front, tokens: list[list[str]]
) -> None:
    mine = next(issued[0] for issued in tokens if server_of(front.says(issued[0])) == "three")
    front.rasa[2].dies = True
    asked = len(front.rasa[2].asked)
    response = front.says(mine)
    assert len(front.rasa[2].asked) == asked + 1
    assert server_of(response) in ("one", "two")
    assert response.json()["said"] == '{"message":"hello"}'


def test_a_message_reaches_the_next_server_when_its_own_machine_is_gone(
    front: Front, tokens: list[list[str]]
) -> None:
    mine = next(issued[0] for issued in tokens if server_of(front.says(issued[0])) == "two")
    front.rasa[1].stop()
    with ExitStack() as stack:
        # Like a machine without power: nothing accepts, nothing refuses.
        silent = stack.enter_context(socket.socket())
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        silent.bind(("127.0.0.1", front.rasa[1].port))
        silent.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(silent.getsockname())
        response = front.says(mine)
    assert server_of(response) in ("one", "three")
    assert 0.9 < response.elapsed.total_seconds() < 4


def test_what_a_platform_sends_is_not_sent_twice(front: Front) -> None:
    front.rasa[0].dies = True
    response = front.web.post("/webhooks/telegram/webhook", json={})
    assert response.status_code == 502
    assert sum(len(server.asked) for server in front.rasa) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/telegram/webhook",
        "/webhooks/whatsapp/webhook",
        "/webhooks/sms/webhook",
        "/webhooks/line/webhook",
    ],
)
def test_platforms_reach_one_server_only(front: Front, path: str) -> None:
    for _ in range(12):
        assert server_of(front.web.post(path, json={})) == "one"


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/rest/webhook",
        "/webhooks/rest/",
        "/metrics",
        "/health/ready",
        "/health/live",
        "/version",
        "/status",
        "/model/parse",
        "/conversations/x/tracker",
        "/webhooks/callback/webhook",
        "/webhooks/web/../rest/webhook",
        "/webhooks/telegram/webhook/more",
    ],
)
def test_nothing_else_is_reachable(front: Front, path: str) -> None:
    assert front.web.get(path, headers=front.patient()).status_code == 404
    assert front.web.post(path, json={}, headers=front.patient()).status_code == 404
    assert not any(server.asked for server in front.rasa)


def test_a_conversation_that_writes_too_fast_is_told_to_wait(
    front: Front, tokens: list[list[str]]
) -> None:
    answers = [front.says(tokens[0][0]) for _ in range(9)]
    assert [answer.status_code for answer in answers[:6]] == [200] * 6
    late = answers[-1]
    assert (late.status_code, late.json()["error"]) == (429, "too_many")
    assert late.headers["Retry-After"] == "10"


def test_servers_are_told_the_patients_address_and_no_other(
    front: Front, tokens: list[list[str]]
) -> None:
    front.says(tokens[0][0], **{ADDRESS: "10.1.2.3", "X-Real-IP": "6.6.6.6"})
    asked = [asked for server in front.rasa for asked in server.asked]
    assert [headers["X-Real-IP"] for _, _, headers in asked] == ["10.1.2.3"]


def test_a_call_to_an_action_server_that_dies_is_made_at_the_other(front: Front) -> None:
    front.actions[0].dies = True
    told = [front.inside.post("/webhook", json={"next_action": "x"}) for _ in range(6)]
    assert {server_of(response) for response in told} == {"second"}
    assert front.actions[0].asked
    assert front.inside.get("/metrics").status_code == 404


def statements(text: str) -> list[str]:
    """The settings in a piece of configuration, without comments and blanks."""
    plain = re.sub(r"(?m)(^|\s)#.*$", "", text)
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


def test_locations_and_limits_are_those_of_the_page_for_one_server() -> None:
    page = (ROOT / "docs" / "channels" / "web.md").read_text(encoding="utf-8")
    one = statements(page.partition("```nginx\n")[2].partition("```")[0])
    several = statements((COMMON / "hepatica.conf").read_text(encoding="utf-8"))
    kept = ("location", "limit_req", "map ", '"~^Bearer', "return", "client_max_body", "error_page")
    wanted = [line for line in one if line.startswith(kept)]
    wanted.remove("return 308 https://$host$request_uri;")
    assert len(wanted) > 15
    assert [line for line in wanted if line not in several] == []


def test_every_channel_with_a_webhook_has_its_place() -> None:
    configuration = (COMMON / "hepatica.conf").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs" / "channels").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"location = /webhooks/(\w+)/webhook", text):
            assert re.search(rf"\b{name}\b", configuration), f"{name} of {page.name}"


def placed(text: str, folder: Path) -> str:
    """The configuration of another place, so that it can be tried on this machine."""
    ports = iter(free_ports(8))
    text = re.sub(r"listen [\d.:]+", lambda _: f"listen 127.0.0.1:{next(ports)}", text)
    text = re.sub(r"server (172[\d.]+|rasa-\d):", "server 127.0.0.1:", text)
    return text.replace("/etc/hepatica-tls", str(folder))


@pytest.mark.parametrize(
    "place", ["nginx/compose", "kubernetes/base/here", "kubernetes/overlays/example/here"]
)
def test_nginx_takes_the_files_of_every_place(tmp_path: Path, place: str) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=chat.hospital.example", "-keyout", "tls.key", "-out", "tls.crt"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    base = ROOT / "deploy" / "kubernetes" / "base" / "here"
    folders = [base, ROOT / "deploy" / place] if "overlays" in place else [ROOT / "deploy" / place]
    files = {
        path.name: placed(path.read_text(encoding="utf-8"), tmp_path)
        for folder in folders
        for path in folder.glob("*.conf")
    }
    configuration = written(tmp_path, files)
    words = ["nginx", "-p", f"{tmp_path}/", "-c", str(configuration), "-t"]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr.replace('"user" directive', "")
