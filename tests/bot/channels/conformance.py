"""What every channel on ``MessagingChannel`` has to do; a channel's test inherits this class.

    class TestTelegram(ChannelConformance):
        vendor = TelegramVendor()

What a platform does not have (groups, buttons, signed times) is skipped.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.knowledge_files import read
from bot.messaging import Capabilities, Image, Kind
from bot.messaging.answering import OWN, TOO_LATE
from bot.replies import ChannelReplies, machine_notice
from bot.watch.metrics import DELIVERIES
from bot.web.settings import SettingsError
from tests.bot.messaging.platform import PNG, WAIT, Event, Outcome, Said, Vendor
from tests.bot.messaging.serving import (
    CHART,
    EMERGENCY,
    FIGURES,
    LONG,
    PUBLIC,
    SHORT,
    SOURCE,
    Bot,
    Held,
    World,
    world,
)

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
UNICODE = [
    "什么是肝癌？",
    "👩‍👩‍👧 family",
    "مرحبا hello",
    "e\u0301 and é",
    "𝒜 math",
    "a & b < c > d",
]
TROUBLE = [Outcome.BROKEN, Outcome.BUSY, Outcome.HANGS, Outcome.DROPS]
Talk = Callable[[World], Awaitable[None]]


_read = lru_cache(read)


def own(name: str) -> str:
    """The channel's own reply in English."""
    return str(ChannelReplies().get(name, "")[0]["text"])


class ChannelConformance:
    """The suite; ``vendor`` describes the platform, ``bot.channels`` is what is tried."""

    vendor: ClassVar[Vendor]

    @pytest.fixture(autouse=True)
    def _alone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path
        for name in PROXIES:
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)

        # The files are the same for every test, and slow to read.
        for module in ("bot.help_lines", "bot.replies", "bot.messaging.wording"):
            monkeypatch.setattr(f"{module}.read", _read)

        async def warns(text: str) -> bool:
            return "vomiting blood" in text

        # The real patterns take seconds to load, and have tests of their own.
        monkeypatch.setattr("bot.channels.messaging.warning_signs", warns)

    # How the tests talk.

    def run(self, talk: Callable[[World], Coroutine[Any, Any, None]], **options: Any) -> None:
        """Let ``talk`` happen in a world of its own; options are those of ``world``."""

        async def whole() -> None:
            async with world(self.vendor, self.folder, **options) as here:
                await talk(here)

        asyncio.run(whole())

    def words(self, here: World, text: str, number: int = 1, person: int = 1) -> Event:
        return self.vendor.words(Said(number, text, person, here.time.now()))

    @property
    def can(self) -> Capabilities:
        return self.vendor.channel.can

    # A message and its reply.

    def test_a_message_gets_its_reply(self) -> None:
        async def talk(here: World) -> None:
            assert (await here.hears(self.words(here, "hello")))[0].startswith("You said hello")
            assert here.api.taken[0].to == self.vendor.person(1)

        self.run(talk)

    def test_rasa_sees_a_name_with_its_prefix_that_does_not_tell_who_it_is(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            (message,) = here.bot.seen
            prefix, _, name = message.sender_id.partition(":")
            assert prefix == here.channel.prefix
            secret = (self.folder / "names.secret").read_bytes().strip()
            person = f"{here.channel.channel}\0person\0{self.vendor.person(1)}".encode()
            assert name == hmac.new(secret, person, "sha256").hexdigest()[:32]
            assert message.input_channel == here.channel.name()

        self.run(talk)

    def test_rasa_is_left_to_say_that_this_is_a_machine(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            assert "notice" not in (here.bot.seen[0].metadata or {})

        self.run(talk)

    @pytest.mark.parametrize("text", UNICODE)
    def test_any_writing_arrives_as_it_was(self, text: str) -> None:
        async def talk(here: World) -> None:
            (reply,) = await here.hears(self.words(here, text))
            assert reply.startswith(self.can.written(f"You said {text}"))

        self.run(talk)

    def test_the_platform_is_answered_before_rasa_has_answered(self) -> None:
        async def talk(here: World) -> None:
            await here.happens(self.words(here, "held"))
            assert here.api.taken == []
            here.bot.let.set()  # type: ignore[attr-defined]
            await here.settled()
            assert len(here.api.taken) == 1

        self.run(talk, bot=Held)

    def test_messages_of_one_person_are_answered_in_order(self) -> None:
        async def talk(here: World) -> None:
            await here.happens(self.words(here, "held first", 1))
            await here.happens(self.words(here, "second", 2))
            here.bot.let.set()  # type: ignore[attr-defined]
            await here.settled()
            assert [text.split("\n")[0] for text in here.api.texts()] == [
                "You said held first",
                "You said second",
            ]

        self.run(talk, bot=Held)

    def test_two_people_do_not_wait_for_each_other(self) -> None:
        async def talk(here: World) -> None:
            await here.happens(self.words(here, "held", 1, person=1))
            await here.happens(self.words(here, "hello", 2, person=2))
            await here.until(lambda: here.api.taken)
            assert here.api.taken[0].to == self.vendor.person(2)
            here.bot.let.set()  # type: ignore[attr-defined]
            await here.settled()
            assert len(here.api.texts(self.vendor.person(1))) == 1

        self.run(talk, bot=Held)

    # Who may write.

    def test_a_request_with_the_wrong_key_is_refused(self) -> None:
        async def talk(here: World) -> None:
            now = here.time.now()
            request = self.vendor.request([self.words(here, "hello")], now, right_key=False)
            assert await here.post(request) in (401, 403)
            await self._nothing_happened(here)

        self.run(talk)

    def test_a_request_without_a_signature_is_refused(self) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            unsigned = replace(request, headers={}, query={})
            assert await here.post(unsigned) in (401, 403)
            await self._nothing_happened(here)

        self.run(talk)

    def test_a_changed_body_is_refused(self) -> None:
        if not self.vendor.signs_body:
            pytest.skip("the platform does not sign the body")

        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            changed = replace(request, body=self.vendor.changed(request.body))
            assert changed.body != request.body
            assert await here.post(changed) in (401, 403)
            await self._nothing_happened(here)

        self.run(talk)

    def test_an_old_signature_is_refused(self) -> None:
        if not self.vendor.signs_time:
            pytest.skip("the platform does not sign the time")

        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now() - 3600)
            assert await here.post(request) in (401, 403)
            await self._nothing_happened(here)

        self.run(talk)

    def test_a_request_that_is_too_large_is_refused(self) -> None:
        async def talk(here: World) -> None:
            long = "a" * (here.channel.largest + 1)
            request = self.vendor.request([self.words(here, long)], here.time.now())
            assert await here.post(request) == 413
            await self._nothing_happened(here)

        self.run(talk)

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
    def test_a_body_that_is_none_does_no_harm(self, body: bytes) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            assert await here.post(replace(request, body=body)) in (200, 401, 403)
            await self._nothing_happened(here)
            assert len(await here.hears(self.words(here, "hello"))) == 1

        self.run(talk)

    def test_an_event_of_unknown_shape_is_passed_over(self) -> None:
        async def talk(here: World) -> None:
            assert await here.hears(self.vendor.junk()) == []
            assert len(await here.hears(self.words(here, "hello"))) == 1

        self.run(talk)

    def test_a_get_that_the_platform_did_not_send_is_refused(self) -> None:
        async def talk(here: World) -> None:
            async with here.session.get(here.url) as response:
                assert response.status in (401, 403)

        self.run(talk)

    async def _nothing_happened(self, here: World) -> None:
        await here.settled()
        assert here.bot.seen == []
        assert here.api.tried == []

    # Once, and not twice.

    def test_a_message_that_is_delivered_again_is_answered_once(self) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            for _ in range(3):
                assert await here.post(request) == 200
            await here.settled()
            assert len(here.api.taken) == 1
            assert here.bot.texts == ["hello"]

        self.run(talk)

    def test_it_is_answered_once_also_after_a_restart(self) -> None:
        async def first(here: World) -> None:
            assert len(await here.hears(self.words(here, "hello"))) == 1

        async def second(here: World) -> None:
            assert await here.hears(self.words(here, "hello")) == []
            assert here.bot.seen == []
            assert len(await here.hears(self.words(here, "hello", 2))) == 1

        self.run(first)
        self.run(second)

    def test_a_message_that_was_not_answered_before_a_crash_is_answered_after_it(self) -> None:
        async def first(here: World) -> None:
            await here.happens(self.words(here, "held"))
            await here.bot.begun.wait()  # type: ignore[attr-defined]

        async def second(here: World) -> None:
            await here.settled()
            assert [text.split("\n")[0] for text in here.api.texts()] == ["You said held"]

        self.run(first, bot=Held)
        self.run(second)

    def test_a_crash_between_two_parts_neither_loses_nor_repeats_one(self) -> None:
        parts = self._parts_of("figures")
        if len(parts) < 2:
            pytest.skip("the platform takes the longest reply as one message")

        async def first(here: World) -> None:
            here.api.will(Outcome.TAKEN, *[Outcome.HANGS] * 1000)
            await here.happens(self.words(here, "figures"))
            await here.api.hanging.wait()
            assert here.api.texts() == parts[:1]

        async def second(here: World) -> None:
            await here.settled()
            assert here.api.texts() == parts[1:]
            assert here.bot.seen == []

        self.run(first)
        self.run(second)

    def _parts_of(self, text: str) -> list[str]:
        """What arrives when nothing fails."""
        parts: list[str] = []

        async def talk(here: World) -> None:
            parts.extend(await here.hears(self.words(here, text, 9000, person=9)))

        self.run(talk)
        return parts

    def test_two_messages_in_one_request_are_both_answered(self) -> None:
        async def talk(here: World) -> None:
            events = [self.words(here, "one", 1, 1), self.words(here, "two", 2, 2)]
            await here.hears(events[0], self.vendor.junk(), events[1])
            assert sorted(here.bot.texts) == ["one", "two"]
            assert {sent.to for sent in here.api.taken} == {
                self.vendor.person(1),
                self.vendor.person(2),
            }

        self.run(talk)

    def test_what_cannot_be_written_down_has_to_be_delivered_again(self) -> None:
        async def talk(here: World) -> None:
            await here.settled()
            (self.folder / "inbox.sqlite").unlink()
            await asyncio.to_thread(here.channel.messenger._database.close)
            (self.folder / "inbox.sqlite").mkdir()
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            assert await here.post(request) == 503
            (self.folder / "inbox.sqlite").rmdir()
            assert await here.post(request) == 200
            await here.settled()
            assert len(here.api.taken) == 1

        self.run(talk)

    def test_a_message_of_the_day_before_yesterday_gets_no_answer(self) -> None:
        if not self.vendor.tells_time:
            pytest.skip("the platform does not tell when a message was sent")

        async def talk(here: World) -> None:
            sent = here.time.now() - TOO_LATE - 60
            assert await here.hears(self.vendor.words(Said(1, "hello", at=sent))) == []
            assert here.bot.seen == []

        self.run(talk)

    def test_what_waited_through_an_outage_is_answered_with_an_apology(self) -> None:
        async def first(here: World) -> None:
            await here.happens(self.words(here, "held"))
            await here.bot.begun.wait()  # type: ignore[attr-defined]

        async def second(here: World) -> None:
            await here.settled()
            (reply,) = here.api.texts()
            assert reply.startswith(own("late"))
            assert "You said held" in reply

        self.run(first, bot=Held)
        self.run(second, moved=3600)

    # What is no text.

    @pytest.mark.parametrize("kind", OWN)
    def test_what_holds_no_words_gets_a_polite_answer(self, kind: Kind) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.of_kind(kind, Said(1, at=here.time.now()))
            if event is None:
                pytest.skip("the platform has no such thing")
            (reply,) = await here.hears(event)
            assert reply.startswith(own(OWN[kind]))
            assert here.bot.seen == []

        self.run(talk)

    def test_an_album_gets_one_polite_answer(self) -> None:
        async def talk(here: World) -> None:
            photos = [
                self.vendor.of_kind(Kind.PHOTO, Said(number, at=here.time.now()))
                for number in range(1, 6)
            ]
            if photos[0] is None:
                pytest.skip("the platform has no photos")
            assert len(await here.hears(*photos)) == 1

        self.run(talk)

    def test_words_under_a_photo_are_answered(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.of_kind(Kind.PHOTO, Said(1, "what is this", at=here.time.now()))
            if event is None:
                pytest.skip("the platform has no photos")
            text = "\n".join(await here.hears(event))
            if "You said" not in text:
                pytest.skip("the platform has no words under photos")
            assert own("beside_words") in text

        self.run(talk)

    @pytest.mark.parametrize("kind", [Kind.REACTION])
    def test_a_thumb_gets_no_answer(self, kind: Kind) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.of_kind(kind, Said(1, at=here.time.now()))
            if event is None:
                pytest.skip("the platform has no such thing")
            assert await here.hears(event) == []

        self.run(talk)

    def test_an_edited_message_is_answered_anew(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.of_kind(Kind.EDITED, Said(2, "better", at=here.time.now()))
            if event is None:
                pytest.skip("the platform tells of no edits")
            (reply,) = await here.hears(event)
            assert reply.startswith("You said better")

        self.run(talk)

    def test_whoever_opens_the_chat_is_greeted(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.of_kind(Kind.START, Said(1, at=here.time.now()))
            if event is None:
                pytest.skip("the platform does not tell that somebody opened the chat")
            assert len(await here.hears(event)) == 1
            assert here.bot.texts[0] in ("hello", "你好")

        self.run(talk)

    def test_whoever_writes_too_fast_is_told_once(self) -> None:
        async def talk(here: World) -> None:
            for number in range(1, 8):
                await here.hears(self.words(here, f"message {number}", number))
            assert len(here.bot.seen) == 3
            assert len(here.api.taken) == 4
            assert here.api.texts()[-1].startswith(own("too_fast"))
            reply, *_ = await here.hears(self.words(here, "I am vomiting blood", 8))
            assert reply.startswith("This can be an emergency")

        self.run(talk, HEPATICA_MESSAGING_RATE="3")

    # Groups.

    def test_a_group_is_asked_to_write_in_private_and_rasa_hears_nothing(self) -> None:
        async def talk(here: World) -> None:
            first, second = self._in_group(here, "my name is Ann", 1), self._in_group(here, "so", 2)
            (reply,) = await here.hears(first)
            assert reply.startswith(own("group"))
            assert await here.hears(second) == []
            assert here.bot.seen == []

        self.run(talk)

    def test_a_group_can_be_left_without_any_answer(self) -> None:
        async def talk(here: World) -> None:
            assert await here.hears(self._in_group(here, "hello", 1)) == []

        self.run(talk, HEPATICA_GROUPS="silent")

    @pytest.mark.parametrize("groups", ["notice", "silent"])
    def test_a_warning_sign_in_a_group_is_answered(self, groups: str) -> None:
        async def talk(here: World) -> None:
            await here.hears(self._in_group(here, "hello", 1))
            first, *_ = await here.hears(self._in_group(here, "I am vomiting blood", 2))
            assert first == self.can.written(EMERGENCY)

        self.run(talk, HEPATICA_GROUPS=groups)

    def _in_group(self, here: World, text: str, number: int) -> Event:
        event = self.vendor.in_group(Said(number, text, at=here.time.now()))
        if event is None:
            pytest.skip("the platform has no groups")
        return event

    # How a reply looks.

    def test_an_emergency_text_is_one_message_alone_and_first(self) -> None:
        async def talk(here: World) -> None:
            first, *others = await here.hears(self.words(here, "emergency"))
            assert first == self.can.written(EMERGENCY)
            assert others == [self.can.written(machine_notice())]

        self.run(talk)

    def test_a_long_reply_comes_in_parts_that_fit_and_keep_figures_with_their_source(self) -> None:
        async def talk(here: World) -> None:
            parts = await here.hears(self.words(here, "figures"))
            whole = "\n".join(parts)
            assert all(self.can.fits(part) for part in parts)
            assert all(line in whole for line in map(self.can.written, FIGURES))
            assert all(SOURCE in part for part in parts if any(map(str.isdigit, part)))

        self.run(talk)

    @pytest.mark.parametrize(("said", "texts"), [("short", SHORT), ("long", LONG)])
    def test_suggestions_can_be_tapped_or_typed_as_numbers(
        self, said: str, texts: list[str]
    ) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, said, 1))
            last = here.api.taken[-1]
            if last.choices:
                assert len(last.choices) <= max(self.can.buttons, self.can.rows)
                second = self.vendor.tapped(last.choices[1][1], Said(2, at=here.time.now()))
            else:
                assert f"2. {self.can.written(texts[1])}" in last.text
                second = self.words(here, "2", 2)
            if last.choices and last.choices[1][0] != texts[1]:
                assert (last.choices[1][0], f"2. {texts[1]}" in last.text) == ("2", True)
            await here.hears(second)
            assert here.bot.texts[-1] == texts[1]

        self.run(talk)

    def test_a_choice_can_be_tapped_after_a_restart(self) -> None:
        tokens: list[str] = []

        async def first(here: World) -> None:
            await here.hears(self.words(here, "short", 1))
            tokens.extend(token for _, token in here.api.taken[-1].choices)

        async def second(here: World) -> None:
            event = self.vendor.tapped(tokens[0], Said(2, at=here.time.now()))
            await here.hears(event)
            assert here.bot.texts == [SHORT[0]]

        self.run(first)
        if not tokens:
            pytest.skip("the platform has nothing to tap")
        self.run(second)

    def test_a_choice_that_was_never_offered_is_not_taken_for_words(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.tapped("nonsense", Said(2, at=here.time.now()))
            if event is None:
                pytest.skip("the platform has nothing to tap")
            (reply,) = await here.hears(event)
            assert reply.startswith(own("old_button"))
            assert here.bot.seen == []

        self.run(talk)

    # Pictures of charts.

    def _shows_pictures(self) -> None:
        if not self.can.images:
            pytest.skip("the platform shows no pictures")

    def test_a_chart_is_shown_as_a_picture_between_the_words_and_the_suggestions(self) -> None:
        self._shows_pictures()

        async def talk(here: World) -> None:
            await here.hears(self.words(here, "chart"))
            words, picture, *others = here.api.taken
            assert words.text.startswith("You said chart")
            assert picture.picture
            assert picture.text in ("", self.can.written(CHART["alt"]))
            assert [sent.picture for sent in others] == [False]
            assert here.api.drawn == [{"chart": CHART, "language": "en"}]

        self.run(talk)

    def test_a_chart_is_drawn_once(self) -> None:
        self._shows_pictures()

        async def talk(here: World) -> None:
            await here.hears(self.words(here, "chart", 1))
            await here.hears(self.words(here, "chart", 2, person=2))
            assert len([sent for sent in here.api.taken if sent.picture]) == 2
            assert len(here.api.drawn) == 1

        self.run(talk)

    @pytest.mark.parametrize("trouble", [*TROUBLE, Outcome.REFUSED])
    def test_a_picture_that_is_not_taken_holds_nothing_up(self, trouble: Outcome) -> None:
        self._shows_pictures()

        async def talk(here: World) -> None:
            refusals = 1 if trouble is Outcome.REFUSED else 2
            here.api.will(Outcome.TAKEN, *[trouble] * refusals)
            assert len(await here.hears(self.words(here, "chart"))) == 2
            assert not any(sent.picture for sent in here.api.taken)

        self.run(talk)

    @pytest.mark.parametrize("address", ["http://127.0.0.1:1/charts", "off"])
    def test_without_pictures_the_words_arrive(self, address: str) -> None:
        async def talk(here: World) -> None:
            assert (await here.hears(self.words(here, "chart")))[0].startswith("You said chart")
            assert not any(sent.picture for sent in here.api.taken)

        self.run(talk, HEPATICA_PICTURES=address)

    def test_a_picture_can_be_fetched_by_its_address_alone(self) -> None:
        async def talk(here: World) -> None:
            image = Image(CHART, "en", "")
            address = await here.channel.picture_url(image)
            path = address.removeprefix(f"{PUBLIC}/webhooks/{here.channel.name()}/")
            for name, status in ((path, 200), (f"pictures/{'0' * 32}.png", 404)):
                async with here.session.get(here.url.removesuffix("webhook") + name) as response:
                    assert response.status == status
                    assert (await response.read() == PNG) == (status == 200)

        self.run(talk)

    # When the platform's API fails.

    @pytest.mark.parametrize("trouble", TROUBLE)
    @pytest.mark.parametrize("times", [1, 4])
    def test_trouble_in_the_midst_of_a_reply_neither_loses_nor_repeats_a_part(
        self, trouble: Outcome, times: int
    ) -> None:
        parts = self._parts_of("figures")

        async def talk(here: World) -> None:
            here.api.will(*[Outcome.TAKEN] * (len(parts) > 1), *[trouble] * times)
            assert await here.hears(self.words(here, "figures")) == parts
            assert len(here.time.pauses) >= times

        self.run(talk)

    def test_the_time_that_the_platform_asks_for_is_waited(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.BUSY)
            await here.hears(self.words(here, "hello"))
            assert max(here.time.pauses) >= WAIT

        self.run(talk)

    def test_each_retry_waits_longer_than_the_one_before(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(*[Outcome.BROKEN] * 4)
            await here.hears(self.words(here, "hello"))
            assert here.time.pauses == sorted(set(here.time.pauses))
            assert len(here.time.pauses) == 4

        self.run(talk)

    def test_what_is_never_taken_is_given_up_after_a_day(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(*[Outcome.BROKEN] * 2000)
            assert await here.hears(self.words(here, "hello", 1)) == []
            here.api.calm()
            assert len(await here.hears(self.words(here, "again", 2))) == 1

        self.run(talk)

    def test_an_emergency_text_overtakes_a_reply_that_is_stuck(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(*[Outcome.HANGS] * 1000)
            await here.happens(self.words(here, "hello", 1))
            await here.api.hanging.wait()
            await here.happens(self.words(here, "emergency", 2))
            await here.until(lambda: here.api.tried[-1].text == self.can.written(EMERGENCY))
            here.api.calm()
            await here.settled()
            assert here.api.texts()[0] == self.can.written(EMERGENCY)
            assert any(text.startswith("You said hello") for text in here.api.texts())

        self.run(talk)

    def test_nothing_more_is_sent_to_somebody_who_blocked_us(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.GONE)
            assert await here.hears(self.words(here, "figures", 1)) == []
            assert len(here.api.tried) == 1
            assert len(await here.hears(self.words(here, "hello", 2))) == 1

        self.run(talk)

    def test_where_choices_are_refused_the_words_arrive(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            replies = await here.hears(self.words(here, "short"))
            if not here.api.tried[0].choices:
                pytest.skip("the platform has nothing to tap")
            assert SHORT[0] in replies[0]
            assert here.api.taken[0].choices == ()

        self.run(talk)

    def test_what_became_of_parts_is_counted(self) -> None:
        def counted(outcome: str) -> float:
            return DELIVERIES.labels(self.vendor.channel.channel, outcome)._value.get()

        names = ("later", "rejected", "gone")
        before = [counted(name) for name in names]

        async def talk(here: World) -> None:
            here.api.will(Outcome.BROKEN, Outcome.BUSY, Outcome.REFUSED, Outcome.GONE)
            await here.hears(self.words(here, "hello", 1))
            await here.hears(self.words(here, "hello", 2))

        self.run(talk)
        after = [counted(name) for name in names]
        assert [late - early for late, early in zip(after, before, strict=True)] == [2, 1, 1]

    def test_a_part_that_is_refused_does_not_stop_the_next(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            assert await here.hears(self.words(here, "hello", 1)) == []
            assert len(await here.hears(self.words(here, "again", 2))) == 1

        self.run(talk)

    # What is kept, and who learns of it.

    def test_nothing_that_was_said_stays_in_the_file_or_gets_into_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        word = "xylophonic"

        async def talk(here: World) -> None:
            here.api.will(*TROUBLE, Outcome.REFUSED)
            await here.hears(self.words(here, word, 1))
            here.api.will(Outcome.GONE)
            await here.hears(self.words(here, word, 2))
            await here.hears(self.vendor.junk())
            await here.channel.messenger._purge()
            kept = b"".join(path.read_bytes() for path in self.folder.glob("inbox.sqlite*"))
            assert word.encode() not in kept

        with caplog.at_level(logging.DEBUG, logger="bot"):
            self.run(talk)
        assert caplog.records
        assert word not in caplog.text
        for name, value in self.vendor.environment("http://127.0.0.1:1").items():
            if name in self.vendor.secrets:
                assert value not in caplog.text

    def test_whoever_asks_for_it_is_forgotten(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "short", 1))
            conversation = here.bot.seen[0].sender_id
            assert await here.bot.tracker_store.retrieve(conversation) is not None
            (reply,) = await here.hears(self.words(here, "Forget me!", 2))
            assert reply.startswith(own("forgotten"))
            assert here.bot.texts == ["short"]
            assert await here.bot.tracker_store.retrieve(conversation) is None
            await here.hears(self.words(here, "2", 3))
            assert here.bot.texts[-1] == "2"

        self.run(talk)

    def test_whoever_cannot_be_forgotten_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def broken(*_: Any) -> None:
            raise OSError

        monkeypatch.setattr("bot.web.conversations.erase", broken)

        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello", 1))
            (reply,) = await here.hears(self.words(here, "忘记我", 2))
            assert reply.startswith(own("not_forgotten"))

        self.run(talk)

    def test_the_file_is_for_its_owner_alone(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            for path in self.folder.glob("inbox.sqlite*"):
                assert path.stat().st_mode & 0o077 == 0

        self.run(talk)

    @pytest.mark.parametrize("value", ["", "short", "a" * 64])
    def test_the_server_does_not_start_without_a_good_secret(self, value: str) -> None:
        environment = self.vendor.environment("http://127.0.0.1:1")
        assert self.vendor.secrets
        for name in self.vendor.secrets:
            with pytest.raises(SettingsError, match=name) as raised:
                self.vendor.channel({**environment, name: value})
            assert not value or value not in str(raised.value)


__all__ = ["Bot", "ChannelConformance"]
