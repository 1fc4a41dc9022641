"""Emergency numbers and crisis lines of the hospital's country."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.help_lines import SETTING, HelpLines
from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE, ROOT
from bot.replies import ChannelReplies, contract

FILE = KNOWLEDGE / "help_lines.yml"
DATA = read(FILE)
WORDS: dict[str, dict[str, str]] = DATA["words"]
COUNTRIES: list[dict[str, Any]] = DATA["countries"]
CODES = [entry["code"] for entry in COUNTRIES]
LANGUAGES = ["en", "zh"]
EMERGENCY = {
    language: f"Call {spoken} now." if language == "en" else f"请马上拨打{spoken}。"
    for language, spoken in WORDS["emergency"].items()
}
CRISIS = {
    "en": f"Call {WORDS['emergency']['en']}, or call {WORDS['crisis']['en']}.",
    "zh": f"请拨打{WORDS['emergency']['zh']}，或拨打{WORDS['crisis']['zh']}。",
}
URGENT = ["emergency", "crisis", "unavailable"]
NOT_URGENT = [
    "answer",
    "clarify",
    "no_fact",
    "out_of_scope",
    "personal_advice",
    "smalltalk",
]
SMALL = f"""
words:
  emergency: {{en: {WORDS["emergency"]["en"]}, zh: {WORDS["emergency"]["zh"]}}}
  crisis: {{en: {WORDS["crisis"]["en"]}, zh: {WORDS["crisis"]["zh"]}}}
labels:
  emergency: {{en: Emergency number, zh: 急救电话}}
joined:
  line: {{en: "{{name}} on {{number}}", zh: "{{name}}{{number}}"}}
  or: {{en: " or ", zh: 或}}
countries:
- code: XA
  emergency: {{number: '012'}}
  crisis:
  - {{name: {{en: the First Line, zh: 第一热线}}, number: '024'}}
  - {{name: {{en: the Second Line}}, number: '7'}}
- code: XB
  emergency: {{number: '5'}}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "help_lines.yml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def text(lines: HelpLines, words: str) -> str:
    (message,) = lines.localised([{"recipient_id": "a", "text": words}])
    return str(message["text"])


def urgent(kind: str, language: str = "en") -> dict[str, Any]:
    return {"recipient_id": "a", "custom": {**contract(kind), "language": language}}


def calls(lines: HelpLines, kind: str, language: str = "en") -> list[dict[str, Any]]:
    (message,) = lines.localised([urgent(kind, language)])
    called: list[dict[str, Any]] = message["custom"]["call"]
    return called


def country(entry: dict[str, Any]) -> Any:
    return pytest.param(entry, id=entry["code"])


@pytest.mark.parametrize("words", [*EMERGENCY.values(), *CRISIS.values(), "HCC is a cancer.", ""])
def test_without_a_country_texts_stay_as_they_are(words: str) -> None:
    assert text(HelpLines(country=""), words) == words


@pytest.mark.parametrize("kind", URGENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_country_urgent_replies_say_what_to_look_for_and_no_number(
    kind: str, language: str
) -> None:
    called = calls(HelpLines(country=""), kind, language)

    assert [entry["label"] for entry in called] == [
        WORDS[entry["purpose"]][language] for entry in called
    ]
    assert {entry["number"] for entry in called} == {None}


def test_in_britain_an_english_text_says_999() -> None:
    assert text(HelpLines(country="GB"), EMERGENCY["en"]) == "Call 999 now."


def test_in_china_a_chinese_text_says_120() -> None:
    assert text(HelpLines(country="CN"), EMERGENCY["zh"]) == "请马上拨打120。"


def test_in_britain_a_chinese_text_says_999_too() -> None:
    assert text(HelpLines(country="GB"), EMERGENCY["zh"]) == "请马上拨打999。"


def test_every_place_where_the_words_stand_gets_the_number() -> None:
    assert text(HelpLines(country="GB"), EMERGENCY["en"] * 2) == "Call 999 now.Call 999 now."


def test_a_crisis_text_names_the_crisis_line_and_its_number() -> None:
    said = text(HelpLines(country="GB"), CRISIS["en"])

    assert said == "Call 999, or call the Samaritans on 116 123."


def test_a_chinese_crisis_text_names_the_crisis_line_and_its_number() -> None:
    said = text(HelpLines(country="CN"), CRISIS["zh"])

    assert said == "请拨打120，或拨打全国统一心理援助热线12356。"


def test_two_crisis_lines_are_both_named(small: Path) -> None:
    lines = HelpLines(small, "XA")

    assert text(lines, CRISIS["en"]) == (
        "Call 012, or call the First Line on 024 or the Second Line on 7."
    )
    assert text(lines, CRISIS["zh"]) == "请拨打012，或拨打第一热线024或the Second Line7。"


def test_a_crisis_reply_shows_the_crisis_lines_before_the_emergency_number(small: Path) -> None:
    assert calls(HelpLines(small, "XA"), "crisis") == [
        {"label": "the First Line", "number": "024", "purpose": "crisis"},
        {"label": "the Second Line", "number": "7", "purpose": "crisis"},
        {"label": "Emergency number", "number": "012", "purpose": "emergency"},
    ]


@pytest.mark.parametrize("kind", ["emergency", "unavailable"])
def test_an_emergency_or_a_failure_shows_the_emergency_number_alone(kind: str) -> None:
    assert calls(HelpLines(country="CN"), kind, "zh") == [
        {"label": "急救电话", "number": "120", "purpose": "emergency"}
    ]


def test_a_line_without_a_name_in_the_language_is_shown_in_english(small: Path) -> None:
    assert calls(HelpLines(small, "XA"), "crisis", "zh")[1]["label"] == "the Second Line"


def test_a_country_without_a_crisis_line_keeps_the_words_for_one(small: Path) -> None:
    lines = HelpLines(small, "XB")

    assert text(lines, CRISIS["en"]) == f"Call 5, or call {WORDS['crisis']['en']}."
    assert calls(lines, "crisis")[0] == {
        "label": WORDS["crisis"]["en"],
        "number": None,
        "purpose": "crisis",
    }


@pytest.mark.parametrize("code", ["gb", "Gb", " GB ", "GB"])
def test_the_code_of_a_country_may_be_in_small_letters(code: str) -> None:
    assert text(HelpLines(country=code), EMERGENCY["en"]) == "Call 999 now."


def test_the_country_comes_from_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "gb")

    assert text(HelpLines(), EMERGENCY["en"]) == "Call 999 now."


@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_setting_is_no_country(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    if value is not None:
        monkeypatch.setenv(SETTING, value)

    assert text(HelpLines(), EMERGENCY["en"]) == EMERGENCY["en"]


@pytest.mark.parametrize("code", ["XX", "UK", "China", "840"])
def test_an_unknown_country_is_refused_and_the_known_ones_are_listed(code: str) -> None:
    with pytest.raises(KnowledgeFileError) as refused:
        HelpLines(country=code)

    assert f"{SETTING}={code.upper()}" in str(refused.value)
    assert ", ".join(sorted(CODES)) in str(refused.value)


@pytest.mark.parametrize("kind", NOT_URGENT)
def test_a_reply_that_is_not_urgent_shows_nothing_to_call(kind: str) -> None:
    message = urgent(kind)

    assert HelpLines(country="GB").localised([message]) == [message]


def test_every_kind_of_reply_is_urgent_or_not(kinds: set[str]) -> None:
    assert sorted([*URGENT, *NOT_URGENT]) == sorted(kinds)


def test_nothing_else_of_an_urgent_reply_changes() -> None:
    lines = HelpLines(country="GB")
    message = urgent("emergency")

    (changed,) = lines.localised([message])

    assert changed == {
        "recipient_id": "a",
        "custom": {**message["custom"], "call": lines.calls("emergency", "en")},
    }


def test_the_messages_given_stay_as_they_are() -> None:
    message = {**urgent("emergency"), "text": EMERGENCY["en"]}

    HelpLines(country="GB").localised([message])

    assert message == {**urgent("emergency"), "text": EMERGENCY["en"]}


@pytest.mark.parametrize("message", [{}, {"text": None}, {"custom": None}, {"custom": "words"}])
def test_a_message_of_another_form_passes_through(message: dict[str, Any]) -> None:
    assert HelpLines(country="GB").localised([message]) == [message]


def test_no_messages_stay_none() -> None:
    assert HelpLines(country="GB").localised([]) == []


@pytest.mark.parametrize(
    ("taken", "put"),
    [
        (SMALL, ""),
        (SMALL, "- a\n- b"),
        (SMALL, "a: ["),
        ("words:", "wrong:"),
        ("labels:", "wrong:"),
        ("joined:", "wrong:"),
        ("countries:", "wrong:"),
        ("- code: XB", "- name: XB"),
        ("countries:", "countries:\n- XC"),
        ('"{name} on {number}"', '"{who} on {number}"'),
        ("or: {en:", "or: {fr:"),
        ("number: '5'", "wrong: '5'"),
        ("number: '5'", "number: 5"),
        ("number: '024'", "number: 024"),
        ("number: '024'", "number: ' '"),
        ("name: {en: the Second Line}", "name: the Second Line"),
    ],
)
def test_a_broken_file_is_refused_and_named(small: Path, taken: str, put: str) -> None:
    small.write_text(SMALL.replace(taken, put), encoding="utf-8")

    with pytest.raises(KnowledgeFileError, match=r"help_lines\.yml"):
        HelpLines(small, "XA")


def test_a_broken_country_is_refused_although_another_one_is_set(small: Path) -> None:
    small.write_text(SMALL.replace("'5'", "5"), encoding="utf-8")

    with pytest.raises(KnowledgeFileError, match="country XB: put the number 5 in quotes"):
        HelpLines(small, "XA")


def test_a_missing_file_is_refused_and_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError, match=r"none\.yml"):
        HelpLines(tmp_path / "none.yml", "GB")


def test_no_country_is_there_twice() -> None:
    assert sorted(CODES) == sorted(set(CODES))


@pytest.mark.parametrize("entry", map(country, COUNTRIES))
def test_a_country_has_a_code_of_two_capitals_and_its_name(entry: dict[str, Any]) -> None:
    assert re.fullmatch(r"[A-Z]{2}", entry["code"])
    assert [bool(entry["name"][language]) for language in LANGUAGES] == [True, True]


@pytest.mark.parametrize("entry", map(country, COUNTRIES))
def test_every_number_can_be_dialled_and_has_a_source_and_a_day_not_to_come(
    entry: dict[str, Any],
) -> None:
    for line in [entry["emergency"], *entry["crisis"]]:
        assert re.fullmatch(r"\*?\d[\d -]*\d", line["number"])
        assert re.match(r"https?://\S+\.\S+", line["source"])
        assert date.fromisoformat(line["checked"]) <= date.today()


@pytest.mark.parametrize("entry", map(country, COUNTRIES))
def test_a_country_has_at_most_two_crisis_lines_named_in_both_languages(
    entry: dict[str, Any],
) -> None:
    assert len(entry["crisis"]) <= 2
    for line in entry["crisis"]:
        assert [bool(line["name"].get(language)) for language in LANGUAGES] == [True, True]
        assert not line["name"]["en"].startswith("The ")


@pytest.mark.parametrize("entry", map(country, COUNTRIES))
def test_every_country_can_be_set(entry: dict[str, Any]) -> None:
    lines = HelpLines(country=entry["code"])

    for language in LANGUAGES:
        assert entry["emergency"]["number"] in text(lines, EMERGENCY[language])
        for line in entry["crisis"]:
            assert line["name"][language] in text(lines, CRISIS[language])
            assert line["number"] in text(lines, CRISIS[language])


def in_both(found: dict[str, str]) -> list[Any]:
    return [pytest.param(language, found[language], id=language) for language in LANGUAGES]


def response(name: str) -> dict[str, str]:
    """The English and the Chinese text of a reply in domain.yml."""
    (variant,) = read(ROOT / "domain.yml")["responses"][name]
    return {"en": variant["text"], "zh": variant["custom"]["zh"]["text"]}


NOTICE: dict[str, str] = read(KNOWLEDGE / "phrases.yml")["phrases"]["notice"]
CHANNEL_TEXTS = [
    pytest.param(
        language, ChannelReplies().get(name, "a", language)[0]["text"], id=f"{name}-{language}"
    )
    for name in read(KNOWLEDGE / "channel_replies.yml")["replies"]
    for language in LANGUAGES
]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        *in_both(response("utter_emergency")),
        *in_both(response("utter_crisis")),
        *in_both(NOTICE),
        *CHANNEL_TEXTS,
    ],
)
def test_every_urgent_text_has_the_words_that_become_the_emergency_number(
    language: str, said: str
) -> None:
    assert WORDS["emergency"][language] in said


@pytest.mark.parametrize(("language", "said"), in_both(response("utter_crisis")))
def test_the_crisis_text_has_the_words_that_become_the_crisis_line(
    language: str, said: str
) -> None:
    assert WORDS["crisis"][language] in said
