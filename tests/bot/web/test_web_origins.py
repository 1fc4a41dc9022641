"""Which web pages may call, over HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.web.settings import Settings
from tests.bot.web.serving import Client, Reply, ask, run

LISTED = "https://www.hospital.org"
FOREIGN = "https://evil.example"
CALLS = [
    ("POST", "session"),
    ("POST", "webhook"),
    ("GET", "history"),
    ("DELETE", "session"),
    ("POST", "feedback"),
    ("GET", "glossary"),
]
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def listing(given: Settings) -> Settings:
    """Settings that let one other site call."""
    return replace(given, origins=frozenset({LISTED}))


def allowed(reply: Reply) -> dict[str, str]:
    """What a reply allows pages of other sites."""
    return {
        name.lower(): value
        for name, value in reply.headers.items()
        if name.lower().startswith("access-control")
    }


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    "origin",
    [FOREIGN, "null", "https://www.hospital.org.evil.example", "http://www.hospital.org", "*", ""],
)
def test_a_foreign_origin_is_refused(
    listing: Settings, method: str, path: str, origin: str
) -> None:
    reply = ask(listing, method, path, headers={**JSON, "Origin": origin}, data=b"{}")

    assert (reply.status, reply.error) == (403, "origin")
    assert allowed(reply) == {}
    assert reply.headers["Vary"] == "Origin"


def test_a_foreign_page_cannot_write_even_with_a_token(listing: Settings) -> None:
    async def talk(client: Client) -> tuple[Reply, list[str]]:
        ann = await client.begin()
        ann.headers = {"Origin": FOREIGN}
        return await ann.say("hello"), client.agent.texts

    reply, texts = run(listing, talk)

    assert reply.status == 403
    assert texts == []


def test_a_listed_origin_may_call_and_read(listing: Settings) -> None:
    reply = ask(listing, "POST", "session", json={}, headers={"Origin": LISTED})

    assert reply.status == 200
    assert allowed(reply) == {
        "access-control-allow-origin": LISTED,
        "access-control-expose-headers": "Retry-After",
    }
    assert "Origin" in reply.headers["Vary"]


def test_a_listed_page_can_read_what_went_wrong(listing: Settings) -> None:
    reply = ask(listing, "GET", "history", headers={"Origin": LISTED})

    assert reply.status == 401
    assert allowed(reply)["access-control-allow-origin"] == LISTED


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_page_of_the_server_itself_may_call(given: Settings, scheme: str) -> None:
    async def talk(client: Client) -> Reply:
        origin = client.url.replace("http", scheme)
        return await client.ask("POST", "session", json={}, headers={"Origin": origin})

    reply = run(given, talk)

    assert reply.status == 200
    assert allowed(reply) == {}


def test_a_page_on_another_port_of_the_server_may_not_call(given: Settings) -> None:
    reply = ask(given, "POST", "session", json={}, headers={"Origin": "http://127.0.0.1:1"})

    assert reply.status == 403


def test_a_program_names_no_origin_and_is_let_in(given: Settings) -> None:
    assert ask(given, "POST", "session", json={}).status == 200


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_browser_is_told_beforehand_what_a_listed_page_may_send(
    listing: Settings, method: str, path: str
) -> None:
    headers = {
        "Origin": LISTED,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    reply = ask(listing, "OPTIONS", path, headers=headers)

    assert reply.status == 204
    assert allowed(reply) == {
        "access-control-allow-origin": LISTED,
        "access-control-allow-methods": "GET, POST, DELETE",
        "access-control-allow-headers": "Authorization, Content-Type",
        "access-control-max-age": "600",
    }


@pytest.mark.parametrize("origin", [FOREIGN, "null"])
def test_a_browser_is_told_nothing_for_a_foreign_page(listing: Settings, origin: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    reply = ask(listing, "OPTIONS", "webhook", headers=headers)

    assert reply.status == 403
    assert allowed(reply) == {}


@pytest.mark.parametrize("method", ["OPTIONS", "POST"])
@pytest.mark.parametrize("origin", [FOREIGN, LISTED])
def test_a_wildcard_given_to_rasa_opens_nothing_here(
    listing: Settings, method: str, origin: str
) -> None:
    headers = {**JSON, "Origin": origin, "Access-Control-Request-Method": "POST"}
    reply = ask(listing, method, "session", cors="*", data=b"{}", headers=headers)

    assert "access-control-allow-credentials" not in allowed(reply)
    assert allowed(reply).get("access-control-allow-origin", LISTED) == LISTED
    assert reply.status == (403 if origin == FOREIGN else 200 if method == "POST" else 204)
