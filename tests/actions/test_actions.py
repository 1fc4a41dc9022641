"""The one custom action, as rasa_sdk calls it."""

import asyncio
import threading
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from small_knowledge import ROOT
from talking import JCO

import actions
from hepatica.answers import contract_schema
from hepatica.dialogue import Answerer, Context, Reply, Turn
from hepatica.store import StoreError

Outcome = tuple[CollectingDispatcher, list[dict[str, Any]]]


def _tracker(message: dict[str, Any] | None = None, **state: Any) -> Tracker:
    return Tracker.from_dict(
        {
            "sender_id": "someone",
            "slots": {},
            "events": [],
            "latest_message": message or {},
            "paused": False,
            "active_loop": {},
            **state,
        }
    )


SURVIVAL = {
    "text": "what was the 2 year survival in the 2019 trial",
    "intent": {"name": "ask_outcomes", "confidence": 0.9},
    "intent_ranking": [
        {"name": "ask_outcomes", "confidence": 0.9},
        {"name": "ask_evidence", "confidence": 0.1},
        {"name": None, "confidence": 0.0},
    ],
    "entities": [
        {"entity": "study", "value": JCO},
        {"entity": "measure", "value": "overall-survival"},
        {"entity": "timepoint", "value": "24 months"},
    ],
}


def _run(tracker: Tracker) -> Outcome:
    dispatcher = CollectingDispatcher()
    events = asyncio.run(actions.ActionAnswer().run(dispatcher, tracker, {}))
    return dispatcher, events


class _Stub:
    """An answerer that does what it is told."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer


def _use(monkeypatch: pytest.MonkeyPatch, answerer: Any) -> None:
    monkeypatch.setattr(actions, "answerer", lambda: answerer)


def _raise(error: Exception) -> Any:
    def answer(turn: Turn) -> Reply:
        raise error

    return answer


def test_a_tracker_is_read_as_a_turn() -> None:
    turn = actions.turn_from(_tracker(SURVIVAL, slots={"topic": "outcomes", "study": 5}))
    assert (turn.text, turn.intent) == (SURVIVAL["text"], "ask_outcomes")
    assert turn.ranking == {"ask_outcomes": 0.9, "ask_evidence": 0.1}
    assert turn.mentions.first("timepoint") == "24 months"
    assert turn.context == Context(topic="outcomes")
    assert (turn.first, turn.language) == (True, "en")


def test_a_conversation_in_which_the_bot_spoke_is_not_at_its_first_turn() -> None:
    events = [{"event": "user", "text": "hi"}, {"event": "bot", "text": "hello"}]
    assert actions.turn_from(_tracker(SURVIVAL, events=events)).first is False


def test_the_language_found_in_the_message_is_used() -> None:
    entities = [{"entity": "language", "value": "zh"}]
    assert actions.turn_from(_tracker({"text": "你好", "entities": entities})).language == "zh"


def _said(language: str, *, sure: bool) -> dict[str, Any]:
    return {"entities": [{"entity": "language", "value": language, "sure": sure}]}


def _earlier(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"event": "user", "parse_data": message} for message in messages]


def test_an_unsure_language_falls_back_to_the_last_sure_one() -> None:
    events = _earlier(_said("en", sure=True), _said("zh", sure=True), _said("fr", sure=False))
    assert actions.spoken_language(events, _said("en", sure=False)) == "zh"


def test_a_sure_language_is_taken_whatever_was_spoken_before() -> None:
    events = _earlier(_said("zh", sure=True))
    assert actions.spoken_language(events, _said("en", sure=True)) == "en"


@pytest.mark.parametrize("events", [[], [{"event": "user"}], [{"event": "bot"}]])
def test_an_unsure_language_is_the_best_guess_when_nothing_sure_was_said(
    events: list[dict[str, Any]],
) -> None:
    assert actions.spoken_language(events, _said("zh", sure=False)) == "zh"
    assert actions.spoken_language(events, {}) == "en"


CHANNELS = yaml.safe_load((ROOT / "tests" / "what_channels_tell.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CHANNELS["languages"], ids=lambda case: case["name"])
def test_the_language_is_what_messages_and_page_tell(case: dict[str, Any]) -> None:
    messages = [_said(language, sure=sure) for language, sure in case["said"]]
    latest = {**messages[-1], "metadata": case["metadata"]}
    assert actions.spoken_language(_earlier(*messages), latest) == case["spoken"]


@pytest.mark.parametrize("case", CHANNELS["notices"], ids=lambda case: case["name"])
def test_the_notice_is_owed_until_bot_or_page_said_it(case: dict[str, Any]) -> None:
    events = [{"event": "user"}, *([{"event": "bot"}] if case["spoke"] else [])]
    message = {**SURVIVAL, "metadata": case["metadata"]}
    assert actions.turn_from(_tracker(message, events=events)).first is case["owed"]


def test_an_answer_under_a_page_that_shows_the_notice_begins_with_the_fact(
    monkeypatch: pytest.MonkeyPatch, answerer: Answerer
) -> None:
    _use(monkeypatch, answerer)
    dispatcher, _ = _run(_tracker({**SURVIVAL, "metadata": {"notice": "shown"}}))
    assert dispatcher.messages[0]["text"].startswith(
        "This is what the 2019 trial found at 2 years."
    )


def test_a_part_is_read_as_it_was_meant_and_keeps_what_was_typed() -> None:
    part = actions.part_from({**SURVIVAL, "text": "2 yaer survival", "meant": "2 year survival"})
    assert (part.text, part.asked) == ("2 year survival", "2 yaer survival")
    assert (part.intent, part.mentions.first("study")) == ("ask_outcomes", JCO)


def test_a_part_without_typing_errors_means_what_it_says() -> None:
    part = actions.part_from({"text": "what is TACE"})
    assert (part.text, part.asked) == ("what is TACE", "what is TACE")


def test_the_parts_of_a_message_are_those_of_the_turn() -> None:
    parts = [{"text": "what is HCC", "intent": {"name": "ask_basics"}}, SURVIVAL]
    turn = actions.turn_from(_tracker({"text": "both", "parts": parts}))
    assert [part.intent for part in turn.parts] == ["ask_basics", "ask_outcomes"]
    assert actions.turn_from(_tracker(SURVIVAL)).parts == []


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "intent": None, "entities": None, "intent_ranking": None},
        {"text": "", "intent": {"name": None, "confidence": 0.0}},
    ],
)
def test_an_empty_message_is_a_turn_without_words(message: dict[str, Any]) -> None:
    turn = actions.turn_from(_tracker(message))
    assert (turn.text, turn.intent, turn.ranking) == ("", "", {})


def test_texts_come_first_and_one_contract_ends_the_turn(
    monkeypatch: pytest.MonkeyPatch, answerer: Answerer
) -> None:
    _use(monkeypatch, answerer)
    dispatcher, _ = _run(_tracker(SURVIVAL))
    *texts, last = dispatcher.messages
    assert len(texts) == 2
    assert all(message["text"] and not message["custom"] for message in texts)
    assert not last["text"]
    assert list(Draft7Validator(contract_schema()).iter_errors(last["custom"])) == []
    assert last["custom"]["facts"] == ["jco-os-24"]


def test_the_context_is_kept_in_slots(monkeypatch: pytest.MonkeyPatch, answerer: Answerer) -> None:
    _use(monkeypatch, answerer)
    _, events = _run(_tracker(SURVIVAL))
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert len(slots) == len(events)
    assert set(slots) < set(Context().to_slots())
    assert (slots["study"], slots["facts_given"]) == (JCO, ["jco-os-24"])


def test_only_slots_that_change_are_set(
    monkeypatch: pytest.MonkeyPatch, answerer: Answerer
) -> None:
    _use(monkeypatch, answerer)
    _, events = _run(_tracker(SURVIVAL))
    slots = {event["name"]: event["value"] for event in events}
    before = {**slots, "stage": "bclc-a"}
    _, again = _run(_tracker(SURVIVAL, slots=before))
    changed = {event["name"]: event["value"] for event in again}
    assert changed["stage"] is None
    assert all(value != before.get(name) for name, value in changed.items())


def test_the_slots_of_one_turn_carry_the_next(
    monkeypatch: pytest.MonkeyPatch, answerer: Answerer
) -> None:
    _use(monkeypatch, answerer)
    _, events = _run(_tracker(SURVIVAL))
    message = {
        "text": "and after 18 months?",
        "intent": {"name": "follow_up"},
        "entities": [{"entity": "timepoint", "value": "18 months"}],
    }
    slots = {event["name"]: event["value"] for event in events}
    dispatcher, _ = _run(_tracker(message, slots=slots))
    assert any("44 out of 100 (43.9%)" in (m["text"] or "") for m in dispatcher.messages)


@pytest.mark.parametrize("error", [StoreError("no store"), TimeoutError()])
def test_a_failing_answerer_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    _use(monkeypatch, _Stub(_raise(error)))
    dispatcher, events = _run(_tracker(SURVIVAL))
    assert (dispatcher.messages, events) == ([], [])


def test_an_unexpected_failure_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, _Stub(_raise(KeyError("a fault"))))
    dispatcher, events = _run(_tracker(SURVIVAL))
    assert (dispatcher.messages, events) == ([], [])


def test_an_answer_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = threading.Event()
    _use(monkeypatch, _Stub(lambda _: given_up.wait(10)))
    monkeypatch.setattr(actions, "SECONDS", 0.01)
    dispatcher = CollectingDispatcher()

    async def run() -> list[dict[str, Any]]:
        events = await actions.ActionAnswer().run(dispatcher, _tracker(SURVIVAL), {})
        given_up.set()
        return events

    assert asyncio.run(run()) == []
    assert dispatcher.messages == []


def test_the_action_has_its_name_in_the_domain() -> None:
    domain = (ROOT / "domain.yml").read_text(encoding="utf-8")
    assert f"- {actions.ActionAnswer().name()}\n" in domain
