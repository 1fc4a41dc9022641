"""Every fact can be told in Chinese: no English left over, and the same figures as in English."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from small_knowledge import REAL_KNOWLEDGE, SmallKnowledge, fact, signature
from talking import JAMA, JCO, Talk, all_text

from hepatica.answers import Composed, compose
from hepatica.answers.compose import Style, source_line
from hepatica.answers.contract import ShownFigure
from hepatica.dialogue import sayings
from hepatica.loading import load_knowledge
from hepatica.search.query import Query
from hepatica.store import Snapshot

Read = Callable[[], Snapshot]
FACTS = sorted(load_knowledge(REAL_KNOWLEDGE).facts)
BOTH_WAYS = list(product(FACTS, [False, True]))
"""Every fact in its usual and in its simpler words."""
UNSIGNED = "中文译文尚未经临床医生审核"

_LATIN = re.compile(r"[A-Za-z][A-Za-z-]*")
_LETTERS = re.compile(r"[A-DTNMX]|(?:I{1,3}|IV|VI{0,3})[ABab]?|I-II|Vp")
"""Classes, stages, parts of a stage, segments of the liver, and X rays."""
_NAMES = {
    "CT", "MRI", "Gy", "PS", "ALP", "ASTRO", "Child-Pugh", "Clavien-Dindo", "Notable-HCC",
    "Cancer", "Research", "UK",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _told(snapshot: Snapshot, identifier: str, *, simpler: bool = False) -> Composed:
    return compose([snapshot.facts[identifier]], snapshot, Style("zh", simpler))


def _values(figures: list[ShownFigure]) -> set[tuple[object, ...]]:
    return {(f.measure, f.group, f.timepoint, f.value, f.unit) for f in figures}


@pytest.fixture(scope="module")
def known(snapshot: Snapshot) -> set[str]:
    """Names that stay in Latin letters: those that letters and reports use, too."""
    abbreviations = {a for term in snapshot.terms.values() for a in term.abbreviations}
    return _NAMES | {run for name in abbreviations for run in _LATIN.findall(name)}


@pytest.mark.parametrize(("identifier", "simpler"), BOTH_WAYS)
def test_a_fact_is_told_in_chinese(snapshot: Snapshot, identifier: str, simpler: bool) -> None:
    told = _told(snapshot, identifier, simpler=simpler)
    wording = (
        snapshot.facts[identifier].simpler if simpler else snapshot.facts[identifier].statement
    )
    assert told.contract.language == "zh"
    assert told.texts[0].startswith(wording.zh or "no Chinese wording")


@pytest.mark.parametrize(("identifier", "simpler"), BOTH_WAYS)
def test_no_english_is_left_but_names(
    snapshot: Snapshot, known: set[str], identifier: str, simpler: bool
) -> None:
    told = _told(snapshot, identifier, simpler=simpler)
    text = all_text_but_labels(told)
    runs = {run.rstrip("-") for run in _LATIN.findall(text)}
    assert {run for run in runs - known if not _LETTERS.fullmatch(run)} == set()


def all_text_but_labels(told: Composed) -> str:
    """What is read, without the labels of journals and publishers."""
    text = "\n".join(told.texts)
    for source in told.contract.sources:
        text = text.replace(source.label, "")
    return text


@pytest.mark.parametrize(("identifier", "simpler"), BOTH_WAYS)
def test_the_contract_has_the_same_figures_as_in_english(
    snapshot: Snapshot, identifier: str, simpler: bool
) -> None:
    english = compose([snapshot.facts[identifier]], snapshot, Style("en", simpler)).contract
    chinese = _told(snapshot, identifier, simpler=simpler).contract
    assert _values(chinese.figures) == _values(english.figures)


@pytest.mark.parametrize("identifier", FACTS)
def test_every_figure_of_the_contract_is_read(snapshot: Snapshot, identifier: str) -> None:
    told = _told(snapshot, identifier)
    read = {number.replace(",", "") for number in _NUMBER.findall("\n".join(told.texts))}
    numbers = {f"{f.value:g}" for f in told.contract.figures if isinstance(f.value, float)}
    assert {n for n in numbers if float(n) not in {float(r) for r in read}} <= set("12345")


@pytest.mark.parametrize("identifier", FACTS)
def test_every_share_is_said_as_a_natural_frequency(snapshot: Snapshot, identifier: str) -> None:
    told = _told(snapshot, identifier)
    text = "\n".join(told.texts)
    shares = [f for f in told.contract.figures if f.unit == "percent" and f.count]
    lacking = [
        f.value
        for f in shares
        if not re.search(rf"人中(?:约)?有{f.count}人|\d+人中有\d+人（{f.value}%）", text)
    ]
    assert lacking == []


@pytest.mark.parametrize("identifier", FACTS)
def test_the_translation_is_marked_as_not_reviewed(snapshot: Snapshot, identifier: str) -> None:
    last = _told(snapshot, identifier).texts[-1].splitlines()[-1]
    assert last.startswith("来源：")
    assert UNSIGNED in last


def test_figures_are_said_side_by_side_with_their_groups(snapshot: Snapshot) -> None:
    [text] = _told(snapshot, "jco-os-24").texts
    assert (
        "- 2年时的总生存率：先放疗后手术组：每100人中约有27人（27.4%）活着，"
        "每100人中约有73人（72.6%）已经去世；"
        "只做手术组：每100人中约有9人（9.4%）活着，每100人中约有91人（90.6%）已经去世"
    ) in text


def test_a_head_count_and_its_share_are_merged(snapshot: Snapshot) -> None:
    assert "38人中有33人（86.8%）" in _told(snapshot, "se-jama-any").texts[0]


def test_it_is_said_who_was_studied_and_how_sure_it_is(snapshot: Snapshot) -> None:
    [text] = _told(snapshot, "jco-os-24").texts
    assert "研究对象：中国的164名肝细胞癌（HCC）病人" in text
    assert "82人" in text
    assert "可信程度：这是一项试验的结果。" in text


def test_the_caveat_stays_beside_the_simpler_words(snapshot: Snapshot) -> None:
    assert "请注意：有些文章说生存率“翻倍”了" in _told(snapshot, "jco-os-24", simpler=True).texts[0]


@pytest.mark.parametrize("days", [0, 1])
def test_a_fact_past_its_date_carries_a_warning(snapshot: Snapshot, days: int) -> None:
    one = snapshot.facts["jco-os-24"]
    style = Style("zh", today=one.valid_until + timedelta(days=days))
    warned = "起需要重新核对，内容可能已经过时" in compose([one], snapshot, style).texts[0]
    assert warned is (days > 0)


def test_dates_are_written_as_in_chinese(snapshot: Snapshot) -> None:
    checked = snapshot.facts["jco-os-24"].last_check.on
    written = f"已于{checked.year}年{checked.month}月{checked.day}日与来源核对"
    assert written in _told(snapshot, "jco-os-24").texts[0]


def _chinese(small: SmallKnowledge) -> None:
    small.fact["statement"]["zh"] = "关于肝脏。"
    small.fact["simpler"]["zh"] = "简单地说。"


def test_a_signed_translation_names_its_reviewer_and_has_no_mark(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    _chinese(small)
    small.fact["reviews"] = [*small.fact["reviews"], signature(small.fact, "zh")]
    [text] = _told(small_snapshot(), "liver-what").texts
    assert "审核人：Dr Example（hepatologist），2026年11月25日" in text
    assert UNSIGNED not in text


def test_an_english_signature_does_not_count_for_the_translation(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    _chinese(small)
    small.fact["reviews"] = [*small.fact["reviews"], signature(small.fact, "en")]
    told = _told(small_snapshot(), "liver-what")
    assert UNSIGNED in told.texts[0]
    assert told.contract.reviewed is not None
    assert told.contract.reviewed.status == "checked against sources"


@pytest.mark.parametrize("missing", ["statement", "simpler", "caveat"])
def test_a_fact_that_lacks_a_chinese_wording_is_told_in_english(
    small: SmallKnowledge, small_snapshot: Read, missing: str
) -> None:
    _chinese(small)
    small.fact["caveat"] = {"en": "A limit.", "zh": "限制。"}
    del small.fact[missing]["zh"]
    told = _told(small_snapshot(), "liver-what")
    assert told.contract.language == "en"
    assert not re.search(r"[\u3400-\u9fff]", "\n".join(told.texts))


def test_one_fact_without_chinese_makes_the_whole_answer_english(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    _chinese(small)
    small.topics["basics"].append(fact("second"))
    snapshot = small_snapshot()
    told = compose(list(snapshot.facts.values()), snapshot, Style("zh"))
    assert told.contract.language == "en"
    assert told.texts[0].startswith("A statement about liver what.")


def test_english_answers_have_no_mark_of_a_translation(snapshot: Snapshot) -> None:
    facts = [snapshot.facts["jco-os-24"]]
    assert "not been reviewed" not in source_line(facts, snapshot, snapshot.voice("en"))


@pytest.fixture
def given(talk: Talk) -> Talk:
    """A Chinese conversation in which survival at two years in the 2019 trial was just told."""
    talk.say(
        "2019年的试验里两年后有多少人还活着",
        "ask_outcomes",
        "zh",
        study=JCO,
        measure="overall-survival",
        timepoint="24 months",
    )
    return talk


def test_the_source_is_told_in_chinese_with_its_link(given: Talk) -> None:
    reply = given.say("这是从哪里来的？", "ask_source", "zh")
    assert reply.contract.language == "zh"
    assert reply.texts[0].startswith("这些内容的出处是：")
    assert "https://doi.org/10.1200/JCO.18.02184 我们读到的内容：只有摘要" in all_text(reply)


def test_the_sample_size_is_told_in_chinese_for_each_group(given: Talk) -> None:
    reply = given.say("那是多少人？", "follow_up", "zh", measure="number-of-people")
    assert "2019年的试验：先放疗后手术组82人、只做手术组82人。" in all_text(reply)
    assert "中国的164名" in all_text(reply)


def test_a_missing_time_point_is_said_in_chinese_with_those_there_are(given: Talk) -> None:
    reply = given.say("那五年呢", "follow_up", "zh", timepoint="60 months")
    assert (reply.contract.kind, reply.contract.language) == ("no_fact", "zh")
    assert "我没有2019年的试验中5年时" in all_text(reply)
    assert "6个月、1年、18个月、2年" in all_text(reply)


def test_simpler_words_are_given_in_chinese(given: Talk, snapshot: Snapshot) -> None:
    reply = given.say("请说得更简单些", "simpler", "zh")
    assert reply.contract.facts == ["jco-os-24"]
    assert reply.texts[0].startswith(snapshot.facts["jco-os-24"].simpler.zh or "nothing")


def test_suggestions_are_in_chinese(given: Talk) -> None:
    suggestions = given.replies[-1].contract.suggestions
    assert len(suggestions) == 3
    assert all(re.search(r"[\u3400-\u9fff]", text) for text in suggestions)


def test_the_other_language_is_taken_up_in_the_middle(given: Talk) -> None:
    english = given.say("how many people was that?", "follow_up", measure="number-of-people")
    chinese = given.say("请说得更简单些", "simpler", "zh")
    assert "82 had" in all_text(english)
    assert [english.contract.language, chinese.contract.language] == ["en", "zh"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("明天会不会下雨", "ask_living"),
        ("这个病我该怎么治", "personal_advice"),
        ("再说一遍", "repeat"),
        ("还有呢", "more"),
        ("不用了", "deny"),
    ],
)
def test_replies_without_a_fact_asked_for_are_chinese(talk: Talk, text: str, intent: str) -> None:
    reply = talk.say(text, intent, "zh")
    assert reply.contract.language == "zh"
    assert all(
        re.search(r"[\u3400-\u9fff]", t) for t in [*reply.texts, *reply.contract.suggestions]
    )


def test_the_first_chinese_turn_carries_the_notice_in_chinese(talk: Talk) -> None:
    assert (
        talk.say("肝硬化是什么", "ask_basics", "zh").texts[0].startswith("我是电脑程序，不是医生")
    )


@pytest.mark.parametrize("intent", ["ask_stages", "personal_advice", "repeat", "nlu_fallback"])
def test_spanish_gets_english_and_is_told_so(talk: Talk, intent: str) -> None:
    talk.say("hola", "ask_basics", "es")
    reply = talk.say("¿qué significa BCLC B?", intent, "es", stage="bclc-b")
    assert reply.contract.language == "en"
    assert reply.texts[0].startswith("I can understand your language, but I can only answer")


def test_a_study_without_any_figure_at_that_time_is_said_in_chinese(snapshot: Snapshot) -> None:
    query = Query("", study=JAMA, months=24)
    said = sayings.missing_time_point(query, None, snapshot, snapshot.voice("zh"))
    assert said == "我没有2022年的试验中2年时的数字。"


def test_the_day_of_these_tests_is_before_any_warning(snapshot: Snapshot, today: date) -> None:
    assert not any(snapshot.overdue(one, today) for one in snapshot.facts.values())
