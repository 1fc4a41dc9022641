"""What events mean, in the shapes that apps send."""

from __future__ import annotations

from typing import Any

import pytest

from bot.matrix.reading import Place, read
from bot.messaging.incoming import Incoming, Kind

ROOM, ANN, AT = "!room:hospital.test", "@ann:hospital.test", 1_790_000_000_000
PRIVATE = Place(ROOM, is_group=False, is_open=False)
GROUP = Place(ROOM, is_group=True, is_open=False)
OPEN = Place(ROOM, is_group=False, is_open=True)
REPLY = {"m.relates_to": {"m.in_reply_to": {"event_id": "$before"}}}


def event(content: Any, kind: str = "m.room.message", sender: str = ANN) -> dict[str, Any]:
    return {
        "type": kind,
        "content": content,
        "sender": sender,
        "event_id": "$event",
        "origin_server_ts": AT,
    }


def text(body: str, **content: Any) -> dict[str, Any]:
    return event({"msgtype": "m.text", "body": body, **content})


def changed(new: Any) -> dict[str, Any]:
    relation = {"rel_type": "m.replace", "event_id": "$before"}
    return event(
        {"msgtype": "m.text", "body": "* x", "m.new_content": new, "m.relates_to": relation}
    )


def test_a_message_has_id_time_and_place() -> None:
    assert read(text("hello 你好 👩‍⚕️"), PRIVATE) == Incoming(
        id="$event",
        sender=ANN,
        kind=Kind.TEXT,
        text="hello 你好 👩‍⚕️",
        address={"room": ROOM, "event": "$event"},
        sent_at=AT / 1000,
    )


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        ({"msgtype": "m.emote", "body": "is vomiting blood"}, Kind.TEXT, "is vomiting blood"),
        ({"msgtype": "m.image", "body": "a.jpg", "url": "mxc://x/y"}, Kind.PHOTO, ""),
        ({"msgtype": "m.image", "body": "a.jpg", "filename": "a.jpg"}, Kind.PHOTO, ""),
        ({"msgtype": "m.image", "body": "why", "filename": "a.jpg"}, Kind.PHOTO, "why"),
        (
            {"msgtype": "m.audio", "body": "voice.ogg", "org.matrix.msc3245.voice": {}},
            Kind.VOICE,
            "",
        ),
        ({"msgtype": "m.video", "body": "v.mp4"}, Kind.VIDEO, ""),
        ({"msgtype": "m.file", "body": "letter.pdf"}, Kind.FILE, ""),
        ({"msgtype": "m.location", "body": "at home", "geo_uri": "geo:1,2"}, Kind.LOCATION, ""),
        ({"msgtype": "org.example.hologram", "body": "h"}, Kind.UNKNOWN, ""),
        ({"msgtype": "m.text", "body": None}, Kind.TEXT, ""),
    ],
)
def test_a_message_is_of_its_kind(content: Any, kind: Kind, words: str) -> None:
    incoming = read(event(content), PRIVATE)

    assert incoming is not None
    assert (incoming.kind, incoming.text) == (kind, words)


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("m.sticker", Kind.STICKER),
        ("m.reaction", Kind.REACTION),
        ("org.matrix.msc3381.poll.start", Kind.UNKNOWN),
        ("m.call.invite", Kind.UNKNOWN),
    ],
)
def test_other_things_that_people_send_are_known(type_: str, kind: Kind) -> None:
    incoming = read(event({"body": "x"}, type_), PRIVATE)

    assert incoming is not None
    assert incoming.kind is kind


@pytest.mark.parametrize(
    "other",
    [
        event({"msgtype": "m.notice", "body": "from a program"}),
        event({"msgtype": "m.server_notice", "body": "from the homeserver"}),
        event({"msgtype": "m.key.verification.request", "body": "verify"}),
        event({}),  # deleted
        event({"msgtype": 3, "body": "x"}),
        event({"membership": "join"}, "m.room.member"),
        event({"redacts": "$x"}, "m.room.redaction"),
        event({"name": "x"}, "m.room.name"),
        event({"x": 1}, "org.example.anything"),
    ],
)
def test_what_is_no_message_of_a_person_is_passed_over(other: Any) -> None:
    assert read(other, PRIVATE) is None


@pytest.mark.parametrize("broken", [{}, {"type": "m.room.message"}, event(None), event("x")])
def test_what_has_no_shape_is_an_error_that_the_caller_knows(broken: Any) -> None:
    with pytest.raises((LookupError, TypeError, AttributeError)):
        read(broken, PRIVATE)


def test_a_change_is_read_from_its_new_content() -> None:
    incoming = read(changed({"msgtype": "m.text", "body": "the right words"}), PRIVATE)

    assert incoming is not None
    assert (incoming.kind, incoming.text) == (Kind.EDITED, "the right words")


@pytest.mark.parametrize("new", [None, "x", [], {"msgtype": "m.notice", "body": "x"}])
def test_a_change_without_new_words_is_no_change(new: Any) -> None:
    incoming = read(changed(new), PRIVATE)

    assert incoming is None or (incoming.kind, incoming.text) == (Kind.TEXT, "* x")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("> <@bot:x> vomiting blood\n\nthanks", "thanks"),
        ("> <@bot:x> one\n> two\n>\n> three\n\nthanks\n\n> mine", "thanks\n\n> mine"),
        ("> * <@bot:x> waves\n\nthanks", "thanks"),
        ("> 5 cm is what?", "> 5 cm is what?"),
        ("no quote", "no quote"),
        ("> <@bot:x> only a quote", ""),
    ],
)
def test_a_reply_is_read_without_what_it_answers(body: str, words: str) -> None:
    incoming = read(text(body, **REPLY), PRIVATE)

    assert incoming is not None
    assert incoming.text == words


def test_a_quote_that_answers_nothing_is_the_persons_own() -> None:
    incoming = read(text("> <@bot:x> I am vomiting blood"), PRIVATE)

    assert incoming is not None
    assert incoming.text == "> <@bot:x> I am vomiting blood"


def test_a_thread_is_kept_also_in_a_change() -> None:
    thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$root"}}
    new = {"msgtype": "m.text", "body": "x", **thread}

    for one in (text("x", **thread), changed(new)):
        incoming = read(one, PRIVATE)
        assert incoming is not None
        assert incoming.address["thread"] == "$root"


def test_a_group_is_the_sender_in_a_group() -> None:
    incoming = read(text("x"), GROUP)

    assert incoming is not None
    assert incoming.is_group
    assert incoming.sender == ROOM
    assert incoming.address["group"] is True


@pytest.mark.parametrize(
    ("one", "kind", "words"),
    [
        (text("words"), Kind.TEXT, "words"),
        (event({"msgtype": "m.image", "body": "a.jpg"}), Kind.START, ""),
        (event({"msgtype": "m.image", "body": "why", "filename": "a.jpg"}), Kind.TEXT, "why"),
        (changed({"msgtype": "m.text", "body": "new"}), Kind.TEXT, "new"),
        (event({}, "m.reaction"), Kind.REACTION, ""),
    ],
)
def test_without_encryption_conversations_are_kept_apart(one: Any, kind: Kind, words: str) -> None:
    incoming = read(one, OPEN)

    assert incoming is not None
    assert (incoming.kind, incoming.text) == (kind, words)
    assert incoming.sender == ANN
    assert incoming.address["open"] is True
