"""Cutting a conversation changes nothing that a turn can see."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    ConversationPaused,
    ConversationResumed,
    Event,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import nlg
from bot.stores import cutting
from bot.stores.cutting import Mark, Stored, cut
from bot.stores.rows import entry_of
from tests.bot.stores.talking import listen, session, state, texts, turn, user

SLOTS = ("topic", "study", "stage", "facts_shown")
DOMAIN = Domain.load("domain.yml")


def stored(events: Sequence[Event]) -> list[Stored]:
    rows = entry_of("s", events).rows
    return [
        Stored(number, row["type_name"], row["action_name"], row["data"])
        for number, row in enumerate(rows, 1)
    ]


def tracker_of(events: Sequence[Stored]) -> DialogueStateTracker:
    found = [json.loads(event.data) for event in events]
    return DialogueStateTracker.from_dict("s", found, DOMAIN.slots)


def read(events: list[Stored], mark: Mark | None) -> list[Stored]:
    """What the database gives: all, or what the mark says."""
    if mark is None:
        return events
    return [event for event in events if event.id >= mark.first or event.id in mark.kept]


values = st.one_of(st.none(), st.text(max_size=3), st.integers(0, 9))
some_slots = st.dictionaries(st.sampled_from(SLOTS), values, max_size=3)
turns = st.builds(lambda text, slots: turn(text, **slots), st.text(min_size=1), some_slots)
odd_events = st.sampled_from(
    [
        lambda: [user("paused?"), ConversationPaused(), listen()],
        lambda: [user("go on"), ConversationResumed(), listen()],
        lambda: [user("anew"), Restarted(), *session()],
        lambda: [user("later"), *session()],
        lambda: [user("forget"), AllSlotsReset(), listen()],
        lambda: [user("form"), ActiveLoop("a_form"), SlotSet("topic", "in a form"), listen()],
        lambda: [user("no form"), ActiveLoop(None), listen()],
        lambda: [user("follow"), FollowupAction("action_answer"), listen()],
    ]
).map(lambda make: make())
taking_back = st.sampled_from([UserUtteranceReverted, ActionReverted]).map(
    lambda kind: [user("back"), kind(), listen()]
)
conversations = st.lists(st.one_of(turns, turns, turns, odd_events), max_size=14)


def agrees(steps: list[list[Event]]) -> None:
    """Play turns, cut before each; the cut one and the whole must look the same."""
    whole: list[Event] = session()
    mark: Mark | None = None
    for step in steps:
        for event in step:
            event.timestamp = len(whole)
            whole.append(event)
        events = stored(whole)
        found, new = cut(read(events, mark))
        mark = new or mark
        assert state(tracker_of(found)) == state(tracker_of(events))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversations of a few turns are long already."""
    monkeypatch.setattr(cutting, "TURNS", 2)
    monkeypatch.setattr(cutting, "MOST", 3)


@pytest.mark.usefixtures("short")
class TestShortened:
    @settings(max_examples=150)
    @given(conversations)
    def test_a_cut_conversation_looks_like_the_whole(self, steps: list[list[Event]]) -> None:
        agrees(steps)

    @settings(max_examples=100)
    @given(st.lists(st.one_of(turns, turns, odd_events, taking_back), max_size=12))
    def test_also_where_turns_are_taken_back(self, steps: list[list[Event]]) -> None:
        agrees(steps)


def long(count: int, **slots: str) -> list[Event]:
    return [*session(), *(event for i in range(count) for event in turn(f"no. {i}", **slots))]


def test_as_many_messages_are_left_as_the_language_is_looked_for_in() -> None:
    found, _ = cut(stored(long(100)))

    assert texts(tracker_of(found).events) == [f"no. {i}" for i in range(80, 100)]
    assert cutting.TURNS >= nlg.LOOK_BACK


def test_a_short_conversation_is_left_whole() -> None:
    events = stored(long(cutting.MOST))

    assert cut(events).events == events[1:]  # Rasa, too, begins after the action before a session


def test_what_is_read_does_not_grow() -> None:
    events: list[Event] = session()
    mark: Mark | None = None
    sizes = []
    for i in range(300):
        events += turn(f"no. {i}", topic="a", study="b")
        found, new = cut(read(stored(events), mark))
        mark = new or mark
        sizes.append(len(found))

    assert max(sizes[100:]) <= max(sizes[:50])


def test_the_bot_knows_that_it_has_introduced_itself() -> None:
    said_once = [*session(), *turn("hello")]
    silent = [e for i in range(40) for e in (user(f"no. {i}"), listen())]

    found, _ = cut(stored([*said_once, *silent]))

    assert not nlg.owes_notice(tracker_of(found))
    assert "hello" not in texts(tracker_of(found).events)


def test_old_values_of_slots_are_left_out_and_the_last_ones_stay() -> None:
    events = [*session(), *turn(topic="first"), *turn(topic="second")]

    found, _ = cut(stored(events))

    assert [json.loads(e.data)["value"] for e in found if e.type == SlotSet.type_name] == ["second"]


def test_old_values_stay_where_a_policy_looks_at_them() -> None:
    events = stored([*session(), *turn(topic="first"), *turn(topic="second")])

    assert cut(events, ["topic"]).events == events[1:]


def test_an_earlier_session_does_not_come_along() -> None:
    found, mark = cut(stored([*long(30, topic="old"), *session(), *turn("new")]))

    assert isinstance(tracker_of(found).events[0], SessionStarted)
    assert tracker_of(found).get_slot("topic") is None
    assert mark is not None
    assert mark.kept == ()


def test_a_conversation_is_not_cut_within_a_form() -> None:
    begun = [*session(), user("form"), ActiveLoop("a_form"), listen()]
    events = [*begun, *(e for i in range(40) for e in turn(f"no. {i}"))]

    found, mark = cut(stored(events))

    assert mark == Mark(2)  # the session's beginning
    assert len([e for e in found if e.type == UserUttered.type_name]) == 41
