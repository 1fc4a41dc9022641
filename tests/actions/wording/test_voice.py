"""One language's way to say phrases, labels, dates, spans of time and lists."""

from datetime import date

import pytest
from small_knowledge import real_phrases

from hepatica.loading import Knowledge
from hepatica.models import Labels, Phrasebook
from hepatica.wording import Voice, capital

LABELS = Labels(measures={"overall survival": {"zh": "总生存率"}}, units={"months": {"zh": "个月"}})


def _voice(language: str, **phrases: dict[str, str]) -> Voice:
    wordings = {**real_phrases()["phrases"], **phrases}
    return Voice(Phrasebook(phrases=wordings), LABELS, language)


ENGLISH, CHINESE, SPANISH = _voice("en"), _voice("zh"), _voice("es")


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        (ENGLISH, "27 out of 100 (27.4%)"),
        (CHINESE, "每100人中约有27人（27.4%）"),
        (SPANISH, "27 out of 100 (27.4%)"),
    ],
)
def test_a_phrase_is_said_in_the_language_or_in_english(voice: Voice, said: str) -> None:
    assert voice.say("percent", count=27, out_of=100, value="27.4") == said


def test_a_phrase_that_lacks_chinese_is_said_in_english() -> None:
    voice = _voice("zh", all_right={"en": "All right."})
    assert voice.say("all_right") == "All right."


@pytest.mark.parametrize(
    ("kind", "wording", "said"),
    [
        ("measures", "overall survival", "总生存率"),
        ("units", "months", "个月"),
        ("measures", "a measure without a label", "a measure without a label"),
        ("units", "overall survival", "overall survival"),
    ],
)
def test_a_label_is_looked_up_by_its_kind_and_stays_when_it_has_none(
    kind: str, wording: str, said: str
) -> None:
    assert CHINESE.label(kind, wording) == said


def test_english_labels_are_the_wordings_themselves() -> None:
    assert ENGLISH.label("measures", "overall survival") == "overall survival"


@pytest.mark.parametrize(("voice", "said"), [(ENGLISH, "5 March 2027"), (CHINESE, "2027年3月5日")])
def test_a_day_is_written_in_full(voice: Voice, said: str) -> None:
    assert voice.day(date(2027, 3, 5)) == said


@pytest.mark.parametrize(
    ("months", "english", "chinese"),
    [
        (1, "1 month", "1个月"),
        (6, "6 months", "6个月"),
        (12, "1 year", "1年"),
        (18, "18 months", "18个月"),
        (24, "2 years", "2年"),
        (60, "5 years", "5年"),
    ],
)
def test_a_span_of_months_is_said_in_years_where_it_is_whole_years(
    months: int, english: str, chinese: str
) -> None:
    assert (ENGLISH.span(months), CHINESE.span(months)) == (english, chinese)


@pytest.mark.parametrize(
    ("voice", "listed", "apart"),
    [(ENGLISH, "a, b, c", "a; b; c"), (CHINESE, "a、b、c", "a；b；c")],
)
def test_things_stand_side_by_side(voice: Voice, listed: str, apart: str) -> None:
    assert (voice.listed(["a", "b", "c"]), voice.apart(["a", "b", "c"])) == (listed, apart)


def test_one_thing_alone_needs_nothing_between() -> None:
    assert CHINESE.listed(["甲"]) == CHINESE.apart(["甲"]) == "甲"


def test_braces_in_a_text_to_fill_in_are_left_alone() -> None:
    assert CHINESE.say("caveat", caveat="{odd}") == "请注意：{odd}"


@pytest.mark.parametrize(("text", "said"), [("the trial", "The trial"), ("HCC", "HCC"), ("", "")])
def test_only_the_first_letter_becomes_a_capital(text: str, said: str) -> None:
    assert capital(text) == said


def test_every_phrase_of_the_repository_speaks_chinese() -> None:
    assert Phrasebook(phrases=real_phrases()["phrases"]).speaks("zh")


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [("measures", "measure"), ("groups", "group"), ("timepoints", "timepoint"), ("units", "unit")],
)
def test_every_wording_of_a_real_figure_has_a_chinese_label(
    real_knowledge: Knowledge, kind: str, attribute: str
) -> None:
    figures = [figure for fact in real_knowledge.facts.values() for figure in fact.figures]
    wordings = {getattr(figure, attribute) for figure in figures} - {None}
    if kind == "timepoints":
        wordings = {w for w in wordings if not w.split()[0].isdigit()}
    labels = real_knowledge.labels
    assert [w for w in sorted(wordings) if labels.lacks(kind, w, "zh")] == []
