"""Fixed replies inside the dialogue."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

import bot.replies
from bot.knowledge_files import KnowledgeFileError, read
from bot.nlg import LOOK_BACK, URGENT, ContractNLG, message_language, owes_notice
from bot.paths import ROOT
from bot.replies import contract, machine_notice

DOMAIN = Domain.load(str(ROOT / "domain.yml"))
RESPONSES = read(ROOT / "domain.yml")["responses"]
CHANNELS = read(ROOT / "tests" / "what_channels_tell.yml")
SCHEMA = ROOT / "docs" / "answer-contract.schema.json"
FIRST = DialogueStateTracker.from_events("first", [UserUttered("hello")])


def said(text: str, language: str, sure: bool = True) -> UserUttered:
    """A message as the language detector leaves it."""
    entity = {"entity": "language", "value": language, "sure": sure}
    return UserUttered(text, entities=[entity])


SPANISH = said("hola otra vez", "es")
CHINESE = DialogueStateTracker.from_events("chinese", [said("我吐血了", "zh")])
CHINESE_LATER = DialogueStateTracker.from_events(
    "chinese-later", [said("你好", "zh"), BotUttered("您好。"), said("谢谢", "zh")]
)
LATER = DialogueStateTracker.from_events(
    "later", [UserUttered("hello"), BotUttered("Hello."), UserUttered("what is TACE")]
)


def is_chinese(text: str) -> bool:
    """Chinese, with no English word in it."""
    return bool(re.search("[\u4e00-\u9fff]", text)) and not re.search("[A-Za-z]{2,}", text)


def numbers(*texts: str) -> list[str]:
    """The numbers in the texts, in order."""
    return re.findall(r"\d+(?:\.\d+)?", " ".join(texts))


@pytest.fixture(scope="module")
def nlg() -> ContractNLG:
    return ContractNLG(EndpointConfig(), DOMAIN)


def generate(nlg: ContractNLG, name: str, tracker: DialogueStateTracker) -> dict[str, Any]:
    response = asyncio.run(nlg.generate(name, tracker, "rest"))
    assert response is not None
    return response


def test_endpoints_yml_names_this_class() -> None:
    config = EndpointConfig.from_dict(read(ROOT / "endpoints.yml")["nlg"])

    assert isinstance(NaturalLanguageGenerator.create(config, DOMAIN), ContractNLG)


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_has_a_text_and_a_valid_kind(name: str, kinds: set[str]) -> None:
    for variant in RESPONSES[name]:
        assert variant["text"].strip()
        assert variant["custom"]["kind"] in kinds


@pytest.mark.parametrize("name", RESPONSES)
def test_no_fixed_reply_holds_digits(name: str) -> None:
    texts = [variant["text"] for variant in RESPONSES[name]]

    assert not any(character.isdigit() for text in texts for character in text)


@pytest.mark.parametrize("name", RESPONSES)
def test_no_response_offers_more_suggestions_than_are_shown(name: str) -> None:
    assert all(len(variant["custom"].get("suggestions", [])) <= 3 for variant in RESPONSES[name])


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_is_completed_to_the_contract(nlg: ContractNLG, name: str) -> None:
    custom = RESPONSES[name][0]["custom"]

    response = generate(nlg, name, LATER)

    assert response["custom"] == contract(custom["kind"], custom.get("suggestions"))


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_validates_against_the_schema(nlg: ContractNLG, name: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    assert not list(Draft7Validator(schema).iter_errors(generate(nlg, name, FIRST)["custom"]))


@pytest.mark.parametrize("kind", URGENT)
def test_there_is_a_response_for_each_urgent_kind(kind: str) -> None:
    assert RESPONSES[f"utter_{kind}"][0]["custom"]["kind"] == kind


@pytest.mark.parametrize(
    "name", [n for n, (variant, *_) in RESPONSES.items() if variant["custom"]["kind"] not in URGENT]
)
def test_the_first_reply_begins_with_the_machine_notice(nlg: ContractNLG, name: str) -> None:
    text = generate(nlg, name, FIRST)["text"]

    assert text == f"{machine_notice()}\n\n{RESPONSES[name][0]['text'].strip()}"


@pytest.mark.parametrize("kind", URGENT)
def test_urgent_help_comes_before_the_notice(nlg: ContractNLG, kind: str) -> None:
    text = generate(nlg, f"utter_{kind}", FIRST)["text"]

    assert text == f"{RESPONSES[f'utter_{kind}'][0]['text'].strip()}\n\n{machine_notice()}"


@pytest.mark.parametrize("name", RESPONSES)
def test_a_later_reply_has_no_notice(nlg: ContractNLG, name: str) -> None:
    assert machine_notice() not in generate(nlg, name, LATER)["text"]


def test_the_notice_does_not_pile_up_over_conversations(nlg: ContractNLG) -> None:
    generate(nlg, "utter_greet", FIRST)

    assert generate(nlg, "utter_greet", FIRST)["text"].count(machine_notice()) == 1


def test_an_unknown_response_is_nothing(nlg: ContractNLG) -> None:
    assert asyncio.run(nlg.generate("utter_nonsense", FIRST, "rest")) is None


def test_a_response_without_custom_counts_as_unavailable() -> None:
    domain = Domain.from_dict({"responses": {"utter_x": [{"text": "x"}]}})
    nlg = ContractNLG(EndpointConfig(), domain)

    assert generate(nlg, "utter_x", LATER)["custom"]["kind"] == "unavailable"


def test_is_not_made_without_the_notice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bot.replies, "KNOWLEDGE", tmp_path)

    with pytest.raises(KnowledgeFileError):
        ContractNLG(EndpointConfig(), DOMAIN)


@pytest.mark.parametrize(
    ("tracker", "first"),
    [(FIRST, True), (LATER, False), (DialogueStateTracker.from_events("empty", []), True)],
)
def test_knows_the_first_reply(tracker: DialogueStateTracker, first: bool) -> None:
    assert owes_notice(tracker) is first


@pytest.mark.parametrize("case", CHANNELS["notices"], ids=lambda case: case["name"])
def test_the_notice_is_owed_until_bot_or_page_said_it(case: dict[str, Any]) -> None:
    before = [UserUttered("hello"), BotUttered("Hello.")] if case["spoke"] else []
    message = UserUttered("what is TACE", metadata=case["metadata"])

    assert owes_notice(DialogueStateTracker.from_events("x", [*before, message])) is case["owed"]


@pytest.mark.parametrize("name", RESPONSES)
def test_a_reply_under_a_page_that_shows_the_notice_does_not_repeat_it(
    nlg: ContractNLG, name: str
) -> None:
    shown = UserUttered("hello", metadata={"notice": "shown", "language": "en"})

    response = generate(nlg, name, DialogueStateTracker.from_events("x", [shown]))

    assert response["text"] == RESPONSES[name][0]["text"].strip()


@pytest.mark.parametrize("case", CHANNELS["languages"], ids=lambda case: case["name"])
def test_the_language_is_what_messages_and_page_tell(case: dict[str, Any]) -> None:
    *before, (language, sure) = case["said"]
    latest = said("TACE?", language, sure)
    latest.metadata = case["metadata"]
    events = [*(said("TACE?", *message) for message in before), latest]

    assert message_language(DialogueStateTracker.from_events("x", events)) == case["spoken"]


def test_a_chinese_page_gets_the_chinese_response_to_a_message_that_does_not_tell(
    nlg: ContractNLG,
) -> None:
    message = said("TACE?", "en", sure=False)
    message.metadata = {"notice": "shown", "language": "zh"}

    response = generate(nlg, "utter_emergency", DialogueStateTracker.from_events("x", [message]))

    assert response["custom"]["language"] == "zh"


@pytest.mark.parametrize("kind", ["emergency", "crisis"])
def test_urgent_help_is_given_in_chinese_to_a_chinese_message(nlg: ContractNLG, kind: str) -> None:
    response = generate(nlg, f"utter_{kind}", CHINESE)
    assert response["custom"]["language"] == "zh"
    assert response["text"].startswith(RESPONSES[f"utter_{kind}"][0]["custom"]["zh"]["text"][:10])
    assert machine_notice("zh") in response["text"]


@pytest.mark.parametrize("zh", [None, {}, {"text": ""}, {"suggestions": ["好"]}, "您好"])
def test_a_response_without_chinese_stays_english(zh: Any) -> None:
    custom = {"kind": "smalltalk", "suggestions": ["Go on"], "zh": zh}
    domain = Domain.from_dict({"responses": {"utter_x": [{"text": "Hello.", "custom": custom}]}})

    response = generate(ContractNLG(EndpointConfig(), domain), "utter_x", CHINESE_LATER)

    assert response["text"] == "Hello."
    assert (response["custom"]["language"], response["custom"]["suggestions"]) == ("en", ["Go on"])


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_has_chinese_text_and_as_many_suggestions(name: str) -> None:
    for variant in RESPONSES[name]:
        custom = variant["custom"]

        assert is_chinese(custom["zh"]["text"])
        assert len(custom["zh"].get("suggestions", [])) == len(custom.get("suggestions", []))
        assert all(is_chinese(text) for text in custom["zh"].get("suggestions", []))


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_has_the_same_numbers_in_both_languages(name: str) -> None:
    for variant in RESPONSES[name]:
        chinese = variant["custom"]["zh"]

        assert numbers(variant["text"]) == numbers(chinese["text"])
        assert numbers(*variant["custom"].get("suggestions", [])) == numbers(
            *chinese.get("suggestions", [])
        )


@pytest.mark.parametrize("name", RESPONSES)
def test_a_chinese_message_gets_the_chinese_response(nlg: ContractNLG, name: str) -> None:
    custom = RESPONSES[name][0]["custom"]

    response = generate(nlg, name, CHINESE_LATER)

    assert response["text"].strip() == custom["zh"]["text"].strip()
    assert response["custom"] == contract(custom["kind"], custom["zh"].get("suggestions"), "zh")


@pytest.mark.parametrize("name", RESPONSES)
def test_every_chinese_response_validates_against_the_schema(nlg: ContractNLG, name: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    custom = generate(nlg, name, CHINESE)["custom"]

    assert not list(Draft7Validator(schema).iter_errors(custom))
    assert "zh" not in custom


@pytest.mark.parametrize("name", [name for name in RESPONSES if name[6:] not in URGENT])
def test_the_first_chinese_reply_begins_with_the_chinese_notice(
    nlg: ContractNLG, name: str
) -> None:
    text = generate(nlg, name, CHINESE)["text"]

    assert text.startswith(machine_notice("zh"))
    assert machine_notice() not in text


def test_the_latest_message_decides_the_language(nlg: ContractNLG) -> None:
    switched = DialogueStateTracker.from_events(
        "switched", [said("谢谢", "zh"), BotUttered("不客气。"), said("thank you", "en")]
    )

    assert generate(nlg, "utter_thanks", switched)["custom"]["language"] == "en"


@pytest.mark.parametrize("name", RESPONSES)
def test_a_message_in_another_language_gets_the_english_response(
    nlg: ContractNLG, name: str
) -> None:
    spanish = DialogueStateTracker.from_events("es", [said("hola", "es"), BotUttered("."), SPANISH])
    response = generate(nlg, name, spanish)

    assert response["text"] == RESPONSES[name][0]["text"]
    assert response["custom"]["language"] == "en"


def test_making_a_response_leaves_the_domain_as_it_was(nlg: ContractNLG) -> None:
    first = generate(nlg, "utter_help", CHINESE_LATER)

    assert generate(nlg, "utter_help", CHINESE_LATER) == first
    assert generate(nlg, "utter_help", LATER)["custom"]["language"] == "en"


@pytest.mark.parametrize(
    ("messages", "language"),
    [
        ([("你好", "zh", True), ("TACE?", "en", False)], "zh"),
        ([("你好", "zh", True), ("no", "en", False), ("TACE?", "en", False)], "zh"),
        ([("你好", "zh", True), ("no", "en", False), ("thank you", "en", True)], "en"),
        ([("hola", "es", True), ("no", "en", False)], "es"),
        ([("no", "en", False)], "en"),
        ([], "en"),
    ],
)
def test_a_message_that_does_not_tell_keeps_the_language_spoken_before(
    messages: list[tuple[str, str, bool]], language: str
) -> None:
    events = [said(*message) for message in messages]

    assert message_language(DialogueStateTracker.from_events("x", events)) == language


def test_a_language_spoken_long_ago_is_forgotten() -> None:
    events = [said("你好", "zh"), *(said("no", "en", sure=False) for _ in range(LOOK_BACK))]

    assert message_language(DialogueStateTracker.from_events("x", events)) == "en"


@pytest.mark.parametrize("name", ["utter_emergency", "utter_crisis"])
def test_urgent_help_after_an_abbreviation_stays_in_the_language_spoken_before(
    nlg: ContractNLG, name: str
) -> None:
    events = [said("你好", "zh"), BotUttered("您好。"), said("TACE?", "en", sure=False)]

    response = generate(nlg, name, DialogueStateTracker.from_events("x", events))

    assert response["custom"]["language"] == "zh"
