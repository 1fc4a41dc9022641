"""Slack, by its Events API and Web API; docs/channels/slack.md tells how to set it up."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any, ClassVar
from urllib.parse import parse_qs

import aiohttp
from slack_sdk.signature import Clock, SignatureVerifier

from bot.channels.answers import retry_after
from bot.channels.messaging import MessagingChannel
from bot.messaging.capabilities import Capabilities, Counting, Markup
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.parts import Image, Part
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain
from bot.messaging.settings import needed, secure_url
from bot.messaging.webhook import Answer, Unverified, Webhook, each

log = logging.getLogger(__name__)

API = "https://slack.com/api"
_FORM = "application/x-www-form-urlencoded"
_EVENTS = ("message", "app_mention")
_SAID = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of what a person wrote; all others are notes of Slack or of programs."""
_SLACKBOT = "USLACKBOT"
_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
"""A mention, a channel or an address inside a text."""
_EMOJI = re.compile(r"(:[\w+'-]+:\s*)+")
_ERROR = re.compile(r"[a-z_]{1,60}")
_MEDIA = {"image": Kind.PHOTO, "audio": Kind.VOICE, "video": Kind.VIDEO}
_LONGEST_ALT = 2000
_GONE = frozenset(
    {
        "channel_not_found", "user_not_found", "user_disabled", "is_archived", "not_in_channel",
        "cannot_dm_bot", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
    }
)  # fmt: skip
_BUSY = frozenset(
    {
        "ratelimited", "rate_limited", "message_limit_exceeded", "fatal_error", "internal_error",
        "request_timeout", "service_unavailable", "team_added_to_org",
    }
)  # fmt: skip
_REFUSED = frozenset(
    {
        "invalid_auth", "not_authed", "account_inactive", "token_expired", "token_revoked",
        "not_allowed_token_type", "missing_scope", "no_permission", "access_denied",
        "org_login_required", "team_access_not_granted", "messages_tab_disabled",
    }
)  # fmt: skip
"""What somebody at the hospital has to put right in Slack."""
_OK, _TOO_MANY = 200, 429


class SlackInput(MessagingChannel):
    """A Slack app with a bot user, in one workspace."""

    channel: ClassVar[str] = "slack"
    prefix: ClassVar[str] = "sl"
    fetches_pictures: ClassVar[bool] = True
    largest: ClassVar[int] = 512 * 1024  # an edit holds the words four times
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=4000,
        counting=Counting.UTF16,
        longest_above=3000,
        buttons=5,
        longest_button=30,  # Slack takes 75 and shows about so many
        images=True,
        markup=Markup.ENTITIES,
        quoting=True,
    )

    def configure(self, environment: Mapping[str, str]) -> None:
        """Token and signing secret of the app; the API's address."""
        self._token = needed(
            environment,
            "HEPATICA_SLACK_TOKEN",
            r"xoxb-[A-Za-z0-9-]{20,250}",
            "It is the bot user's token of your Slack app and begins with xoxb-",
        )
        self._secret = needed(
            environment,
            "HEPATICA_SLACK_SIGNING_SECRET",
            r"[0-9a-f]{32}",
            "It stands under Basic Information of your Slack app: 32 digits and letters a to f.",
        )
        self._url = f"{secure_url(environment, 'HEPATICA_SLACK_API', API)}/chat.postMessage"

    def verify(self, webhook: Webhook) -> None:
        """Slack signs the time and the raw body; a signature holds for five minutes."""
        verifier = SignatureVerifier(self._secret, _Clock(self.timing.clock))
        if not verifier.is_valid(
            webhook.body,
            webhook.headers.get("x-slack-request-timestamp"),
            webhook.headers.get("x-slack-signature"),
        ):
            raise Unverified

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """The message or the tap; each request has one."""
        return each([_payload(webhook)], _incoming)

    def taken(self, webhook: Webhook) -> Answer:
        """Nothing, or the word that Slack asks for when the address is set."""
        try:
            payload = _payload(webhook)
        except (ValueError, LookupError):
            return Answer(body="")
        asks = payload.get("type") == "url_verification"
        return Answer(body=str(payload["challenge"]) if asks else "")

    async def send(self, delivery: Delivery) -> None:
        """Send a part as plain text, suggestions as buttons under it."""
        part, address = delivery.part, delivery.address
        call: dict[str, Any] = {
            "channel": address["channel"],
            "text": part.text,
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if "thread" in address:
            call["thread_ts"] = address["thread"]
        if part.image is not None:
            call["blocks"] = await self._shown(part, part.image)
        elif part.choices:
            call["blocks"] = [_section(part.text), _buttons(part)]
        await self._call(call)

    async def _shown(self, part: Part, image: Image) -> list[dict[str, Any]]:
        address = await self.picture_url(image)
        shown = {"type": "image", "image_url": address, "alt_text": image.alt[:_LONGEST_ALT]}
        return [shown, _section(part.text)] if part.text else [shown]

    async def _call(self, call: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with self.http.post(self._url, json=call, headers=headers) as response:
                if response.status == _TOO_MANY:
                    raise TryAgain(retry_after(response))
                if response.status != _OK:
                    raise TryAgain
                told = await response.json(content_type=None)
        except (aiohttp.ClientError, ValueError):
            raise TryAgain from None
        if not isinstance(told, dict) or told.get("ok") is not True:
            raise _failure(told)


class _Clock(Clock):
    """The channel's own clock, for Slack's verifier."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


def _section(text: str) -> dict[str, Any]:
    words = {"type": "plain_text", "text": text, "emoji": False}
    # Else Slack hides what is long behind "see more".
    return {"type": "section", "text": words, "expand": True}


def _buttons(part: Part) -> dict[str, Any]:
    buttons = [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": choice.label, "emoji": False},
            "action_id": choice.token,
            "value": choice.token,
        }
        for choice in part.choices
    ]
    return {"type": "actions", "elements": buttons}


def _failure(told: Any) -> Exception:
    """What a refusal means for the part that was sent; Slack tells most of them with 200."""
    error = str(told.get("error", "")) if isinstance(told, dict) else ""
    if _ERROR.fullmatch(error):
        log.warning("slack: the API answered %s", error)
    if error in _GONE:
        return Gone()
    if error in _REFUSED:
        log.error("slack: the API refuses HEPATICA_SLACK_TOKEN, or what it may do is not enough")
        return TryAgain()
    return TryAgain() if not error or error in _BUSY else Rejected()


def _payload(webhook: Webhook) -> dict[str, Any]:
    """What a request says: events come as JSON, taps as JSON in a form."""
    if not webhook.headers.get("content-type", "").startswith(_FORM):
        return webhook.json()
    (payload,) = parse_qs(webhook.body.decode(), strict_parsing=True)["payload"]
    return Webhook("POST", body=payload.encode()).json()


def _incoming(payload: dict[str, Any]) -> Incoming | None:
    if payload.get("type") == "block_actions":
        return _tapped(payload)
    event = payload.get("event") or {}
    if payload.get("type") != "event_callback" or event.get("type") not in _EVENTS:
        return None
    if event.get("subtype") == "message_changed":
        return _edited(payload, event)
    return _message(payload, event, event) if _is_said(event) else None


def _is_said(message: dict[str, Any]) -> bool:
    """Whether a person wrote it, not a program (ourselves, too) and not Slack."""
    by_person = message.get("user", _SLACKBOT) != _SLACKBOT and not message.get("bot_id")
    return by_person and message.get("subtype") in _SAID


def _edited(payload: dict[str, Any], event: dict[str, Any]) -> Incoming | None:
    """A message whose words a person changed; Slack also tells of previews of links here."""
    message, before = event["message"], event.get("previous_message") or {}
    if not _is_said(message) or "edited" not in message or message["text"] == before.get("text"):
        return None
    return _message(payload, event, message)


def _message(payload: dict[str, Any], event: dict[str, Any], said: dict[str, Any]) -> Incoming:
    """The message ``said`` that an event tells of; they are the same unless it was edited."""
    channel, is_edited = event["channel"], said is not event
    text = _words(said.get("text") or "")
    kind = Kind.EDITED if is_edited else _kind(said, text)
    # A mention in a channel comes twice where all its messages are asked for: with one such id.
    own = payload["event_id"] if is_edited else said.get("client_msg_id") or payload["event_id"]
    return Incoming(
        id=f"{channel} {own}",
        sender=_sender(payload["team_id"], channel, said["user"]),
        kind=kind,
        text="" if kind is Kind.STICKER else text,
        address=_address(channel, said.get("thread_ts"), said["ts"]),
        is_group=_is_group(channel),
        sent_at=float(said["edited"]["ts"] if is_edited else said["ts"]),
    )


def _tapped(payload: dict[str, Any]) -> Incoming:
    channel, message, action = payload["channel"]["id"], payload["message"], payload["actions"][0]
    return Incoming(
        id=payload["trigger_id"],
        sender=_sender(payload["team"]["id"], channel, payload["user"]["id"]),
        kind=Kind.CHOICE,
        text=str(action.get("value", "")),
        address=_address(channel, message.get("thread_ts"), message["ts"]),
        is_group=_is_group(channel),
        sent_at=float(action["action_ts"]),
    )


def _is_group(channel: str) -> bool:
    """Whether others read along: only ids of direct messages begin so."""
    return not channel.startswith("D")


def _sender(team: str, channel: str, user: str) -> str:
    """Ids of people are only unique within a workspace."""
    return f"{team}:{channel if _is_group(channel) else user}"


def _address(channel: str, thread: str | None, message: str) -> dict[str, str]:
    """Answers go into the thread that was written in; in a channel, under the message."""
    if thread is None and not _is_group(channel):
        return {"channel": channel}
    return {"channel": channel, "thread": thread or message}


def _kind(message: dict[str, Any], text: str) -> Kind:
    files = message.get("files") or []
    if files:
        return _MEDIA.get(str(files[0].get("mimetype")).partition("/")[0], Kind.FILE)
    if _EMOJI.fullmatch(text):
        return Kind.STICKER
    return Kind.TEXT if text else Kind.UNKNOWN


def _words(text: str) -> str:
    """The text as it was typed: Slack writes emoji, mentions and addresses in its own way."""
    return unescape(_MARK.sub(_shown, text)).strip()


def _shown(mark: re.Match[str]) -> str:
    sign, target, label = mark.groups()
    if sign == "@":
        return ""
    return label or ("" if sign else target)
