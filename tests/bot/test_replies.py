"""Fixed replies and the answer contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

import bot.replies
from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE, ROOT
from bot.replies import LAST_RESORT, ChannelReplies, contract, keeps_contract, machine_notice

SCHEMA = ROOT / "docs" / "answer-contract.schema.json"
NAMES = list(read(KNOWLEDGE / "channel_replies.yml")["replies"])
KEYS = {
    "schema", "kind", "language", "topic", "facts", "sources", "figures", "certainty", "reviewed",
    "suggestions", "store",
}  # fmt: skip
TEXTS = [LAST_RESORT, *(ChannelReplies().get(name, "a")[0]["text"] for name in NAMES)]
TEXT = {"recipient_id": "a", "text": "hello"}
CUSTOM = {"recipient_id": "a", "custom": contract("smalltalk")}


@pytest.fixture
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def replies_file(tmp_path: Path) -> Path:
    return tmp_path / "channel_replies.yml"


def test_a_contract_has_every_key() -> None:
    assert contract("smalltalk").keys() == KEYS


def test_a_contract_has_every_key_that_the_schema_requires(schema: dict[str, Any]) -> None:
    assert contract("smalltalk").keys() == set(schema["required"])


@pytest.mark.parametrize("name", NAMES)
def test_every_channel_reply_validates_against_the_schema(
    schema: dict[str, Any], name: str
) -> None:
    (_, message) = ChannelReplies().get(name, "a")

    assert [error.message for error in Draft7Validator(schema).iter_errors(message["custom"])] == []


@pytest.mark.parametrize(("given", "kept"), [(None, 0), ([], 0), (["a"], 1), (list("abcde"), 3)])
def test_at_most_three_suggestions_are_shown(given: list[str] | None, kept: int) -> None:
    assert contract("smalltalk", given)["suggestions"] == (given or [])[:kept]


def test_contracts_share_no_lists() -> None:
    contract("smalltalk")["facts"].append("x")

    assert contract("smalltalk")["facts"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_reply_is_one_text_and_one_contract_to_the_recipient(name: str) -> None:
    messages = ChannelReplies().get(name, "someone")

    assert keeps_contract(messages)
    assert [set(message) for message in messages] == [
        {"recipient_id", "text"},
        {"recipient_id", "custom"},
    ]
    assert {message["recipient_id"] for message in messages} == {"someone"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("no_words", "clarify"), ("too_long", "clarify"), ("unavailable", "unavailable")],
)
def test_each_channel_reply_has_its_kind(name: str, kind: str) -> None:
    assert ChannelReplies().get(name, "a")[1]["custom"]["kind"] == kind


@pytest.mark.parametrize("text", TEXTS)
def test_a_channel_reply_says_machine_and_emergency_number(text: str) -> None:
    assert "computer program, not a doctor" in text
    assert "call your local emergency number" in text


@pytest.mark.parametrize("text", TEXTS)
def test_a_channel_reply_has_no_digits(text: str) -> None:
    assert not any(character.isdigit() for character in text)


@pytest.mark.parametrize("name", NAMES)
def test_every_channel_reply_is_there_in_chinese(schema: dict[str, Any], name: str) -> None:
    text, message = ChannelReplies().get(name, "a", "zh")

    assert "我是电脑程序，不是医生" in text["text"]
    assert "拨打当地急救电话" in text["text"]
    assert not any(character.isdigit() for character in text["text"])
    assert message["custom"]["language"] == "zh"
    assert not list(Draft7Validator(schema).iter_errors(message["custom"]))


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_reply_offers_the_same_in_both_languages(name: str) -> None:
    english, chinese = (ChannelReplies().get(name, "a", lang)[1]["custom"] for lang in ("en", "zh"))

    assert chinese["kind"] == english["kind"]
    assert len(chinese["suggestions"]) == len(english["suggestions"])
    assert set(chinese["suggestions"]).isdisjoint(english["suggestions"])


@pytest.mark.parametrize("language", ["es", "fr", ""])
def test_a_channel_reply_is_english_in_other_languages(language: str) -> None:
    assert ChannelReplies().get("too_long", "a", language) == ChannelReplies().get("too_long", "a")


@pytest.mark.parametrize("zh", ["", "''", "5", "[a]"])
def test_a_channel_reply_without_chinese_text_is_english(replies_file: Path, zh: str) -> None:
    content = (
        f"replies: {{no_words: {{kind: clarify, text: {{en: Hello., zh: {zh}}}, "
        "suggestions: {en: [Go on], zh: [好]}}}"
    )
    replies_file.write_text(content, encoding="utf-8")

    text, message = ChannelReplies(replies_file).get("no_words", "a", "zh")

    assert text["text"] == "Hello."
    assert message["custom"]["language"] == "en"
    assert message["custom"]["suggestions"] == ["Go on"]


def test_an_unknown_reply_is_the_last_resort() -> None:
    text, custom = ChannelReplies().get("nonsense", "a")

    assert text["text"] == LAST_RESORT
    assert custom["custom"]["kind"] == "unavailable"


@pytest.mark.parametrize(
    "content",
    [None, "", "- a list", "replies: [", "other: {}", "replies: {no_words: {kind: clarify}}"],
)
def test_a_broken_file_gives_the_last_resort(replies_file: Path, content: str | None) -> None:
    if content is not None:
        replies_file.write_text(content, encoding="utf-8")

    messages = ChannelReplies(replies_file).get("no_words", "a")

    assert messages[0]["text"] == LAST_RESORT
    assert keeps_contract(messages)


@pytest.mark.parametrize(
    "content",
    [
        "replies:",
        "replies: []",
        "replies: {no_words: hello}",
        "replies: {no_words: {text: hello}}",
        "replies: {no_words: {text: {en: 5}}}",
    ],
)
def test_a_file_of_another_shape_gives_a_text(replies_file: Path, content: str) -> None:
    replies_file.write_text(content, encoding="utf-8")

    assert keeps_contract(ChannelReplies(replies_file).get("no_words", "a"))


def test_the_real_file_is_used_and_not_the_last_resort() -> None:
    assert all(ChannelReplies().get(name, "a")[0]["text"] != LAST_RESORT for name in NAMES)


@pytest.mark.parametrize("messages", [[TEXT, CUSTOM], [TEXT, TEXT, CUSTOM]])
def test_texts_and_then_a_contract_keep_the_contract(messages: list[dict[str, Any]]) -> None:
    assert keeps_contract(messages)


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [TEXT],
        [CUSTOM],
        [CUSTOM, TEXT],
        [TEXT, CUSTOM, TEXT],
        [TEXT, CUSTOM, CUSTOM],
        [{"text": ""}, CUSTOM],
        [{"text": None}, CUSTOM],
        [{"image": "x"}, CUSTOM],
        [TEXT, {"custom": None}],
        [TEXT, {"custom": []}],
        [TEXT, {"custom": {}}],
        [TEXT, {"custom": {"schema": 2}}],
        [{"text": "a", "custom": contract("answer")}],
    ],
)
def test_anything_else_breaks_the_contract(messages: list[dict[str, Any]]) -> None:
    assert not keeps_contract(messages)


def test_the_notice_says_that_this_is_a_machine() -> None:
    assert machine_notice() == read(KNOWLEDGE / "phrases.yml")["phrases"]["notice"]["en"].strip()
    assert "computer program, not a doctor" in machine_notice()


def test_the_notice_is_there_in_chinese_and_else_in_english() -> None:
    assert machine_notice("zh").startswith("我是电脑程序，不是医生")
    assert machine_notice("es") == machine_notice("en")


@pytest.mark.parametrize(
    "content", [None, "phrases: {}", "phrases: {notice: {zh: x}}", "phrases:", "phrases: [a]"]
)
def test_no_conversation_starts_without_a_notice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "phrases.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(bot.replies, "KNOWLEDGE", tmp_path)

    with pytest.raises(KnowledgeFileError, match=r"phrases\.yml"):
        machine_notice()
