"""Slack keeps what every channel has to, and reads its own events and taps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier

from bot.channels.slack import SlackInput
from bot.messaging import Incoming, Kind, Webhook
from bot.web.settings import SettingsError
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.messaging.platform import WAIT, Call, Event, Outcome, Request, Said, Sent, Vendor
from tests.bot.messaging.serving import CHART, PUBLIC, World

TOKEN = "xoxb-1234567890-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"  # noqa: S105 - of the tests
SECRET = "8f742231b10e8888abcd997700085a5c"  # noqa: S105 - of the tests
TEAM, CHANNEL, BOT = "T0001", "C0500", "U0BOT"
FORM = "application/x-www-form-urlencoded"
_FILES = {
    Kind.PHOTO: {"mimetype": "image/png", "filetype": "png"},
    Kind.VOICE: {"mimetype": "audio/mp4", "filetype": "m4a", "subtype": "slack_audio"},
    Kind.VIDEO: {"mimetype": "video/mp4", "filetype": "mp4", "subtype": "slack_video"},
    Kind.FILE: {"mimetype": "application/pdf", "filetype": "pdf"},
}


class SlackVendor(Vendor):
    """Events and taps as Slack writes them, signed by Slack's own library."""

    channel: ClassVar[type[SlackInput]] = SlackInput
    secrets: ClassVar[Sequence[str]] = ("HEPATICA_SLACK_TOKEN", "HEPATICA_SLACK_SIGNING_SECRET")
    signs_time: ClassVar[bool] = True
    batches: ClassVar[bool] = False
    refusal = "invalid_blocks"

    def environment(self, api: str) -> dict[str, str]:
        return {
            "HEPATICA_SLACK_TOKEN": TOKEN,
            "HEPATICA_SLACK_SIGNING_SECRET": SECRET,
            "HEPATICA_SLACK_API": f"{api}/api" if api.startswith("http://127.0.0.1") else api,
        }

    def person(self, number: int) -> str:
        return f"{TEAM}:U{number:04}"

    def request(self, events: Sequence[Event], at: float, *, right_key: bool = True) -> Request:
        (event,) = events
        body, kind = json.dumps(event).encode(), "application/json"
        if event.get("type") == "block_actions":
            body, kind = urlencode({"payload": json.dumps(event)}).encode(), FORM
        time = str(int(at))
        verifier = SignatureVerifier(SECRET if right_key else SECRET[::-1])
        signature = verifier.generate_signature(timestamp=time, body=body)
        headers = {"X-Slack-Request-Timestamp": time, "X-Slack-Signature": str(signature)}
        return Request(body, {"Content-Type": kind, **headers})

    def words(self, said: Said) -> Event:
        return envelope(said, self.message(said))

    def message(self, said: Said, **fields: Any) -> dict[str, Any]:
        ts = f"{said.at:.0f}.{said.number:06}"
        return {
            "client_msg_id": f"c5b1a3e2-0000-4000-8000-{said.number:012}",
            "type": "message",
            "channel": f"D{said.person:04}",
            "channel_type": "im",
            "user": f"U{said.person:04}",
            "team": TEAM,
            "text": escape(said.text, quote=False),
            "ts": ts,
            "event_ts": ts,
            **fields,
        }

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.EDITED:
            return envelope(said, self.edited(said))
        if kind is Kind.STICKER:
            return envelope(said, self.message(said, text=":wave::skin-tone-3: :woman-woman-girl:"))
        if kind is Kind.UNKNOWN:
            shared = [{"is_msg_unfurl": True, "text": "what somebody else wrote"}]
            return envelope(said, self.message(said, attachments=shared))
        if kind is Kind.REACTION:
            item = {"type": "message", "channel": "D0001", "ts": "1360782400.498405"}
            return envelope(said, {"type": "reaction_added", "user": "U0001", "item": item})
        if kind not in _FILES:
            return None
        file = {"id": "F0001", "mode": "hosted", "name": "x", **_FILES[kind]}
        message = self.message(said, subtype="file_share", files=[file])
        del message["client_msg_id"]
        return envelope(said, message)

    def edited(self, said: Said, before: str = "worse", **fields: Any) -> dict[str, Any]:
        old = self.message(said, text=before)
        ts = f"{said.at:.0f}.000900"
        new = {**old, "text": said.text, "edited": {"user": old["user"], "ts": ts}, **fields}
        return {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "message": new,
            "previous_message": old,
            "channel": old["channel"],
            "channel_type": "im",
            "ts": ts,
            "event_ts": ts,
        }

    def in_group(self, said: Said) -> Event | None:
        return envelope(said, self.mention(said))

    def mention(self, said: Said) -> dict[str, Any]:
        text = f"<@{BOT}> {escape(said.text, quote=False)}"
        message = self.message(said, type="app_mention", channel=CHANNEL, text=text)
        del message["channel_type"]
        return message

    def tapped(self, token: str, said: Said) -> Event | None:
        button = {"action_id": token, "block_id": "x", "value": token, "type": "button"}
        return {
            "type": "block_actions",
            "trigger_id": f"{said.number}.333649436676.d8c1bb837935619ccad0f624c448ffb3",
            "user": {"id": f"U{said.person:04}", "username": "ann", "team_id": TEAM},
            "team": {"id": TEAM, "domain": "hospital"},
            "channel": {"id": f"D{said.person:04}", "name": "directmessage"},
            "container": {"type": "message", "message_ts": "1548261231.000200"},
            "message": {"type": "message", "user": BOT, "ts": "1548261231.000200", "text": "…"},
            "actions": [{**button, "action_ts": f"{said.at:.6f}"}],
        }

    def sent(self, call: Call) -> Sent | None:
        assert call.path == "/api/chat.postMessage"
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        fields = call.json()
        assert (fields["mrkdwn"], fields["unfurl_links"]) == (False, False)
        blocks = {block["type"]: block for block in fields.get("blocks", [])}
        for block in Block.parse_all(list(blocks.values())):
            block.validate_json()  # what Slack's own library knows of Slack's limits
        if "section" in blocks:
            words = blocks["section"]["text"]
            assert (words["type"], words["text"]) == ("plain_text", fields["text"])
            assert len(words["text"]) <= 3000
        if "image" in blocks:
            address = f"{PUBLIC}/webhooks/slack/pictures/"
            assert blocks["image"]["image_url"].startswith(address)
            assert blocks["image"]["alt_text"] == CHART["alt"]
        buttons = blocks.get("actions", {}).get("elements", [])
        assert len({button["action_id"] for button in buttons}) == len(buttons)
        return Sent(
            f"{TEAM}:{fields['channel'].replace('D', 'U')}",
            fields["text"],
            tuple((button["text"]["text"], button["value"]) for button in buttons),
            picture="image" in blocks,
        )

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        if outcome is Outcome.BROKEN:
            return 503, {}, {"ok": False, "error": "service_unavailable"}
        if outcome is Outcome.BUSY:
            return 429, {"Retry-After": str(WAIT)}, {"ok": False, "error": "ratelimited"}
        error = {Outcome.REFUSED: self.refusal, Outcome.GONE: "is_archived"}.get(outcome)
        if error:
            return 200, {}, {"ok": False, "error": error}
        return 200, {}, {"ok": True, "channel": "D0001", "ts": "1503435956.000247"}


def envelope(said: Said, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "token": "one-long-verification-token",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": "A0001",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{said.number:08}",
        "event_time": int(said.at),
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "is_ext_shared_channel": False,
    }


class TestSlack(ChannelConformance):
    """The suite on Slack."""

    vendor = SlackVendor()

    def test_the_word_that_slack_asks_for_is_given_back(self) -> None:
        async def talk(here: World) -> None:
            asked = {"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV", "type": "url_verification"}
            assert await answered(here, self.vendor.request([asked], here.time.now())) == (
                200,
                "3eZbrw1aBm2rZgRNFdxV",
            )
            forged = self.vendor.request([asked], here.time.now(), right_key=False)
            assert (await answered(here, forged))[0] == 403

        self.run(talk)

    def test_a_tap_is_answered_with_nothing_that_slack_would_show(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.tapped("x", Said(1, at=here.time.now()))
            assert await answered(here, self.vendor.request([event], here.time.now())) == (200, "")

        self.run(talk)

    @pytest.mark.parametrize("content", [FORM, f"{FORM}; charset=utf-8", "application/json"])
    @pytest.mark.parametrize("body", [b"", b"[]", b"payload=1", b"payload=%7B", b"x=1", b"a=1&a=2"])
    def test_a_signed_request_that_cannot_be_read_does_no_harm(
        self, body: bytes, content: str
    ) -> None:
        async def talk(here: World) -> None:
            time = str(int(here.time.now()))
            signature = SignatureVerifier(SECRET).generate_signature(timestamp=time, body=body)
            headers = {"X-Slack-Request-Timestamp": time, "X-Slack-Signature": str(signature)}
            request = Request(body, {"Content-Type": content, **headers})
            assert await answered(here, request) == (200, "")

        self.run(talk)

    def test_a_mention_that_slack_tells_twice_is_answered_once(self) -> None:
        async def talk(here: World) -> None:
            said = Said(1, "I am vomiting blood", at=here.time.now())
            mention = self.vendor.mention(said)
            plain = {**mention, "type": "message", "channel_type": "channel"}
            await here.hears(envelope(said, mention), {**envelope(said, plain), "event_id": "Ev2"})
            assert len(here.bot.seen) == 1

        self.run(talk)

    def test_without_a_public_address_the_words_arrive_alone(self) -> None:
        async def talk(here: World) -> None:
            assert await here.hears(self.words(here, "chart")) == ["You said chart"]
            assert not any(sent.picture for sent in here.api.tried)
            assert here.api.taken[-1].choices

        self.run(talk, HEPATICA_PUBLIC_URL="")

    @pytest.mark.parametrize("error", ["invalid_auth", "missing_scope", "messages_tab_disabled"])
    def test_what_the_hospital_has_to_put_right_is_logged_and_the_reply_waits(
        self, error: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self.vendor, "refusal", error)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED, Outcome.REFUSED)
            assert len(await here.hears(self.words(here, "hello"))) == 1

        self.run(talk)
        assert caplog.text.count(f"answered {error}") == caplog.text.count("SLACK_TOKEN") == 2

    @pytest.mark.parametrize(
        ("error", "tried"), [("channel_not_found", 1), ("msg_too_long", 1), ("fatal_error", 2)]
    )
    def test_errors_are_told_apart(
        self, error: str, tried: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self.vendor, "refusal", error)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            await here.hears(self.words(here, "hello"))
            assert len(here.api.tried) == tried

        self.run(talk)


async def answered(here: World, request: Request) -> tuple[int, str]:
    posting = here.session.post(here.url, data=request.body, headers=dict(request.headers))
    async with posting as response:
        return response.status, await response.text()


def parsed(event: Any, content: str = "application/json") -> list[Incoming]:
    channel = SlackInput(SlackVendor().environment("http://127.0.0.1:1"))
    request = SlackVendor().request([event], 0)
    headers = {name.lower(): value for name, value in request.headers.items()}
    if content != "application/json":
        headers["content-type"] = content
    return list(channel.parse(Webhook("POST", headers=headers, body=request.body)))


def said(text: str, **fields: Any) -> list[Incoming]:
    vendor = SlackVendor()
    return parsed(envelope(Said(1), vendor.message(Said(1), text=text, **fields)))


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("a &amp; b &lt; c &gt; d", "a & b < c > d"),
        ("&amp;lt;", "&lt;"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <http://cancer.org|cancer.org>", "see cancer.org"),
        ("<mailto:ann@example.org|ann@example.org>", "ann@example.org"),
        (f"<@{BOT}> what is <#C024BE7LR|liver> for <!here>", "what is liver for"),
        ("<!subteam^SAZ94GDB8|@nurses> hello", "@nurses hello"),
        (":wave: hello", ":wave: hello"),
    ],
)
def test_words_are_read_as_they_were_typed(written: str, typed: str) -> None:
    assert [" ".join(one.text.split()) for one in said(written)] == [typed]


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B0001"},
        {"subtype": "bot_message", "bot_id": "B0001", "user": None},
        {"user": "USLACKBOT"},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted", "deleted_ts": "1358878749.000002"},
        {"subtype": "message_replied"},
        {"subtype": "channel_topic"},
        {"type": "app_home_opened"},
        {"type": "member_joined_channel"},
    ],
)
def test_what_no_person_said_is_passed_over(fields: dict[str, Any]) -> None:
    assert said("hello", **fields) == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_what_a_person_said_in_another_way_is_read(subtype: str) -> None:
    assert [one.text for one in said("hello", subtype=subtype)] == ["hello"]


def test_a_preview_of_a_link_is_no_edit() -> None:
    same = SlackVendor().edited(Said(1, "see example.org", at=5), before="see example.org")
    unedited = SlackVendor().edited(Said(1, "new", at=5))
    del unedited["message"]["edited"]

    assert parsed(envelope(Said(1), same)) == parsed(envelope(Said(1), unedited)) == []


def test_our_own_message_that_was_changed_is_passed_over() -> None:
    event = SlackVendor().edited(Said(1, "new", at=5), bot_id="B0001")

    assert parsed(envelope(Said(1), event)) == []


def test_two_edits_of_a_message_are_two_messages() -> None:
    first, second = (
        parsed(envelope(Said(number), SlackVendor().edited(Said(1, f"new {number}", at=5))))[0]
        for number in (1, 2)
    )

    assert first.id != second.id
    assert [one.kind for one in (first, second)] == [Kind.EDITED, Kind.EDITED]


def test_a_reply_goes_into_the_thread_that_was_written_in() -> None:
    assert said("hello")[0].address == {"channel": "D0001"}
    thread = said("hello", thread_ts="1.000001")[0]
    assert thread.address == {"channel": "D0001", "thread": "1.000001"}


def test_a_channel_is_answered_under_the_message() -> None:
    (message,) = parsed(SlackVendor().in_group(Said(7, "hello", at=5)))

    assert (message.is_group, message.sender) == (True, f"{TEAM}:{CHANNEL}")
    assert message.address == {"channel": CHANNEL, "thread": "5.000007"}


def test_a_tap_in_a_form_with_a_character_set_is_read() -> None:
    (message,) = parsed(SlackVendor().tapped("abc", Said(1)), f"{FORM}; charset=utf-8")

    assert (message.kind, message.text, message.sender) == (Kind.CHOICE, "abc", f"{TEAM}:U0001")


def test_people_of_two_workspaces_with_the_same_number_are_two_people() -> None:
    event = SlackVendor().words(Said(1, "hello"))

    assert parsed(event)[0].sender != parsed({**event, "team_id": "T0002"})[0].sender


@pytest.mark.parametrize("url", ["http://slack.com/api", "ftp://x", "http://127.0.0.1.evil.org"])
def test_the_token_is_only_sent_over_a_secure_line(url: str) -> None:
    environment = {**SlackVendor().environment(""), "HEPATICA_SLACK_API": url}

    with pytest.raises(SettingsError, match="HEPATICA_SLACK_API"):
        SlackInput(environment)
