"""A stage name without its system ("my letter says IIIa") is explained in each system."""

from collections.abc import Callable

import pytest
from talking import Talk, all_text

from hepatica.dialogue import Answerer, Reply, Turn
from hepatica.dialogue.context import Mentions
from hepatica.store import Snapshot

Ask = Callable[..., Reply]
SYSTEMS = ("bclc", "cnlc", "tnm")
WORDS = "early-intermediate-advanced"


def _entities(*found: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"entity": kind, "value": value, "text": text} for kind, value, text in found]


def _stages(text: str, *values: str) -> Mentions:
    """Stages that one piece of the text names: "stage IV" is CNLC IV and TNM IV."""
    return Mentions.from_entities(_entities(*(("stage", value, text) for value in values)))


@pytest.fixture
def ask(answerer: Answerer) -> Ask:
    """Asks one question with its mentions, in the middle of a conversation."""

    def _ask(
        text: str, mentions: Mentions, language: str = "en", intent: str = "ask_stages"
    ) -> Reply:
        turn = Turn(text, intent, {intent: 0.9}, mentions, language=language)
        return answerer.answer(turn)

    return _ask


def _rows(reply: Reply) -> dict[str, list[str]]:
    """The table's rows by system; the last one says what the everyday words mean."""
    assert reply.contract.table is not None
    return dict(zip((*SYSTEMS, "words"), reply.contract.table.rows, strict=True))


LETTERS = [
    ("my letter says IIIa", "en", ["cnlc-iiia"], ("IIIa", "IIIA")),
    ("what is IIIb on my report", "en", ["cnlc-iiib"], ("IIIb", "IIIB")),
    ("the doctor wrote stage IV", "en", ["cnlc-iv", "tnm-iv"], ("IV", "IVA: ")),
    ("it says stage 3 here", "en", ["tnm-iii"], ("IIIa: ", "IIIA: ")),
    ("报告上写的是IIIa期", "zh", ["cnlc-iiia"], ("IIIa", "IIIA")),
    ("病历上写着IIIb期，什么意思", "zh", ["cnlc-iiib"], ("IIIb", "IIIB")),
    ("四期是什么意思", "zh", ["cnlc-iv"], ("IV", "IVA：")),
]


@pytest.mark.parametrize(("text", "language", "stages", "codes"), LETTERS)
def test_a_stage_that_several_systems_have_is_told_for_each(
    ask: Ask, text: str, language: str, stages: list[str], codes: tuple[str, str]
) -> None:
    reply = ask(text, _stages(text, *stages), language)
    rows = _rows(reply)
    assert (reply.contract.kind, reply.contract.language) == ("answer", language)
    assert rows["bclc"][2] == "–"
    assert codes[0] in rows["cnlc"][2]
    assert codes[1] in rows["tnm"][2]


@pytest.mark.parametrize(("text", "language", "stages", "codes"), LETTERS)
def test_every_row_has_a_cell_for_each_column(
    ask: Ask, text: str, language: str, stages: list[str], codes: tuple[str, str]
) -> None:
    table = ask(text, _stages(text, *stages), language).contract.table
    assert table is not None
    assert len(table.columns) == 3
    assert all(len(row) == 3 and all(row) for row in table.rows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_each_system_looks_at_is_said_in_table_and_text(
    ask: Ask, snapshot: Snapshot, language: str
) -> None:
    reply = ask("IIIa", _stages("IIIa", "cnlc-iiia"), language)
    rows = _rows(reply)
    for system in snapshot.crosswalk.values():
        looks_at = system.looks_at.get(language)[0]
        assert looks_at in all_text(reply)
        assert rows[system.id][1].casefold() == looks_at.casefold()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Only your care team can say which stage a person has."),
        ("zh", "只有医疗团队才能确定一个人的分期。"),
    ],
)
def test_only_the_team_can_stage_a_person(ask: Ask, language: str, said: str) -> None:
    assert said in all_text(ask("IIIa", _stages("IIIa", "cnlc-iiia"), language))


@pytest.mark.parametrize(
    ("language", "said"), [("en", "It has no stage IIIa."), ("zh", "它没有IIIa这一期。")]
)
def test_a_system_that_lacks_the_stage_is_said_to_lack_it(
    ask: Ask, language: str, said: str
) -> None:
    assert all_text(ask("IIIa", _stages("IIIa", "cnlc-iiia"), language)).count(said) == 1


def test_the_text_says_every_meaning_of_the_table(ask: Ask, snapshot: Snapshot) -> None:
    text = all_text(ask("stage 3", _stages("stage 3", "tnm-iii")))
    for system in ("cnlc", "tnm"):
        for row in snapshot.crosswalk[system].having("III"):
            assert f"{row.code}: {row.meaning.en}" in text


def test_the_table_gives_its_facts_and_their_sources(ask: Ask, snapshot: Snapshot) -> None:
    contract = ask("IIIa", _stages("IIIa", "cnlc-iiia")).contract
    assert contract.facts == ["bclc-what", "cnlc-stage-iii", "tnm-stages", WORDS]
    wanted = {s for i in contract.facts for s in snapshot.facts[i].shown_sources}
    assert {source.id for source in contract.sources} == wanted
    assert (contract.topic, contract.figures) == ("stages", [])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_early_intermediate_and_advanced_stand_in_every_table(
    ask: Ask, snapshot: Snapshot, language: str
) -> None:
    reply = ask("IIIa", _stages("IIIa", "cnlc-iiia"), language)
    said = snapshot.facts[WORDS].statement.get(language)[0]
    assert _rows(reply)["words"][2] == said
    assert f"- {said}" in all_text(reply).splitlines()


def test_the_source_line_stands_under_the_table(ask: Ask) -> None:
    english = all_text(ask("IIIa", _stages("IIIa", "cnlc-iiia"))).splitlines()[-1]
    chinese = all_text(ask("IIIa", _stages("IIIa", "cnlc-iiia"), "zh")).splitlines()[-1]
    assert english.startswith("Source: ")
    assert chinese.startswith("来源：")
    assert "中文译文尚未经临床医生审核" in chinese


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("the report says IV", "en", "IV"),
        ("my letter: 3a.", "en", "IIIa"),
        ("staged as III (PVTT)", "en", "III"),
        ("III期是什么意思", "zh", "III"),
        ("报告上写着3期", "zh", "III"),
    ],
)
def test_a_stage_that_the_glossary_leaves_out_is_read_in_a_letter(
    ask: Ask, text: str, language: str, code: str
) -> None:
    intro = all_text(ask(text, Mentions(), language)).splitlines()[0]
    assert f'"{code}"' in intro or f"“{code}”" in intro


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("stage I think", "en"),
        ("IV", "en"),
        ("the letter says I had 3 tumors of 4.2 cm", "en"),
        ("a report on a phase III trial", "en"),
        ("the report says PVTT type III", "en"),
        ("3期临床试验是什么", "zh"),
        ("III期临床研究的报告", "zh"),
        ("2019年的报告", "zh"),
        ("我是早期", "zh"),
    ],
)
def test_what_only_looks_like_a_stage_brings_no_table(ask: Ask, text: str, language: str) -> None:
    assert ask(text, Mentions(), language).contract.table is None


NAMED = [
    ("what does CNLC IIIa mean", [("stage", "cnlc-iiia", "CNLC IIIa")], "cnlc-stage-iii"),
    ("CNLC stage IV", [("stage", "cnlc-iv", "CNLC stage IV")], "cnlc-stage-iv"),
    (
        "what is TNM stage IIIA",
        [("term", "tnm", "TNM"), ("stage", "cnlc-iiia", "stage IIIA")],
        "tnm-stages",
    ),
    (
        "AJCC stage 4",
        [("term", "tnm", "AJCC"), ("stage", "cnlc-iv", "stage 4"), ("stage", "tnm-iv", "stage 4")],
        "tnm-stages",
    ),
    (
        "中国肝癌分期IIIb期是什么意思",
        [("term", "cnlc", "中国肝癌分期"), ("stage", "cnlc-iiib", "IIIb期")],
        "cnlc-stage-iii",
    ),
    ("TNM分期里的IIIa期", [("stage", "cnlc-iiia", "IIIa期")], "tnm-stages"),
]


@pytest.mark.parametrize(("text", "found", "expected"), NAMED)
def test_a_named_system_gives_its_own_fact_and_no_table(
    ask: Ask, text: str, found: list[tuple[str, str, str]], expected: str
) -> None:
    contract = ask(text, Mentions.from_entities(_entities(*found))).contract
    assert contract.facts[0] == expected
    assert contract.table is None


def test_another_question_on_a_named_stage_has_its_own_answer(ask: Ask) -> None:
    found = _entities(("stage", "bclc-b", "stage B"), ("term", "bclc", "BCLC"))
    mentions = Mentions.from_entities(found)
    reply = ask("how did the 2022 BCLC update change stage B", mentions)
    assert reply.contract.facts[0] == "bclc-2022-b-groups"


def test_a_named_system_without_that_stage_is_shown_among_the_others(ask: Ask) -> None:
    reply = ask("what is BCLC stage IIIa", _stages("stage IIIa", "cnlc-iiia"))
    assert "It has no stage IIIa." in all_text(reply)
    assert _rows(reply)["cnlc"][2].startswith("IIIa: ")


@pytest.mark.parametrize(
    ("text", "stage", "expected", "language"),
    [
        ("what does stage B mean", "bclc-b", "bclc-stage-b", "en"),
        ("stage C in my letter", "bclc-c", "bclc-stage-c", "en"),
        ("stage D", "bclc-d", "bclc-stage-d", "en"),
        ("stage 0", "bclc-0", "bclc-stage-0", "en"),
        ("A期是什么意思", "bclc-a", "bclc-stage-a", "zh"),
        ("it says 2b", "cnlc-iib", "cnlc-stage-ii", "en"),
        ("2b期是什么意思", "cnlc-iib", "cnlc-stage-ii", "zh"),
    ],
)
def test_a_stage_that_one_system_has_gives_its_fact(
    ask: Ask, text: str, stage: str, expected: str, language: str
) -> None:
    contract = ask(text, _stages(text, stage), language).contract
    assert contract.facts[0] == expected
    assert contract.table is None


NO_STAGES = [
    ("what is Clavien-Dindo IIIa", "IIIa", "cnlc-iiia", "en"),
    ("IIIa by Clavien-Dindo, how bad is that", "IIIa", "cnlc-iiia", "en"),
    ("a grade IIIa problem after surgery", "IIIa", "cnlc-iiia", "en"),
    ("I had a IIIb complication", "IIIb", "cnlc-iiib", "en"),
    ("术后并发症IIIa级是什么意思", "IIIa", "cnlc-iiia", "zh"),
    ("Clavien-Dindo IIIb是什么", "IIIb", "cnlc-iiib", "zh"),
    ("what does Child-Pugh B mean", "Child-Pugh B", "child-pugh-b", "en"),
    ("Child-Pugh B级是什么意思", "Child-Pugh B", "child-pugh-b", "zh"),
]


@pytest.mark.parametrize(("text", "named", "value", "language"), NO_STAGES)
def test_grades_and_classes_are_no_stages(
    ask: Ask, text: str, named: str, value: str, language: str
) -> None:
    assert ask(text, _stages(named, value), language).contract.table is None


def test_child_pugh_b_is_answered_with_its_own_fact(ask: Ask) -> None:
    reply = ask("what does Child-Pugh B mean", _stages("Child-Pugh B", "child-pugh-b"))
    assert "child-pugh-classes" in reply.contract.facts


def test_a_stage_beside_a_child_pugh_class_is_still_explained(ask: Ask) -> None:
    found = _entities(("stage", "cnlc-iiia", "IIIa"), ("stage", "child-pugh-b", "Child-Pugh B"))
    reply = ask("my letter says IIIa, Child-Pugh B", Mentions.from_entities(found))
    assert _rows(reply)["cnlc"][2].startswith("IIIa")


def _terms(*values: str) -> list[tuple[str, str, str]]:
    return [("term", value, value.upper()) for value in values]


@pytest.mark.parametrize(
    ("text", "language", "systems"),
    [
        ("what is the difference between BCLC and CNLC", "en", ["bclc", "cnlc"]),
        ("how does TNM compare with BCLC", "en", ["bclc", "tnm"]),
        ("BCLC和CNLC有什么区别", "zh", ["bclc", "cnlc"]),
        ("BCLC, CNLC or TNM, which is better", "en", ["bclc", "cnlc", "tnm"]),
    ],
)
def test_systems_are_compared_side_by_side(
    ask: Ask, snapshot: Snapshot, text: str, language: str, systems: list[str]
) -> None:
    reply = ask(text, Mentions.from_entities(_entities(*_terms(*systems))), language)
    assert reply.contract.table is not None
    names = [snapshot.crosswalk[system].name.get(language)[0] for system in systems]
    assert [row[0] for row in reply.contract.table.rows[:-1]] == names
    assert reply.contract.facts == [*(f"{system}-what" for system in systems), WORDS]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "one cannot simply be turned into another"), ("zh", "不能简单地互相换算")],
)
def test_a_comparison_warns_against_converting(ask: Ask, language: str, said: str) -> None:
    both = Mentions.from_entities(_entities(*_terms("bclc", "cnlc")))
    assert said in all_text(ask("BCLC CNLC", both, language))


def test_a_comparison_lists_the_stages_of_each_system(ask: Ask) -> None:
    both = Mentions.from_entities(_entities(*_terms("bclc", "cnlc")))
    text = all_text(ask("BCLC or CNLC", both))
    assert "Its stages: 0, A, B, C, D." in text
    assert "Its stages: Ia, Ib, IIa, IIb, IIIa, IIIb, IV." in text


def test_two_stages_of_two_systems_are_told_and_not_converted(ask: Ask) -> None:
    found = _entities(("stage", "cnlc-iiia", "CNLC IIIa"), ("stage", "bclc-c", "BCLC C"))
    reply = ask("is CNLC IIIa the same as BCLC C", Mentions.from_entities(found))
    assert reply.contract.facts == ["bclc-stage-c", "cnlc-stage-iii", WORDS]
    assert "one cannot simply be turned into another" in all_text(reply)
    assert "C there: " in all_text(reply)
    assert "IIIa there: " in all_text(reply)


def test_two_stages_without_a_system_give_no_table(ask: Ask) -> None:
    found = _entities(("stage", "cnlc-iiia", "IIIa"), ("stage", "cnlc-iiib", "IIIb"))
    contract = ask("what are IIIa and IIIb", Mentions.from_entities(found)).contract
    assert contract.table is None
    assert contract.facts[0] == "cnlc-stage-iii"


@pytest.mark.parametrize(
    ("first", "then", "intent", "language"),
    [
        ("what does CNLC IIIa mean", "and IIIb?", "follow_up", "en"),
        ("what does CNLC IIIa mean", "and IIIb?", "ask_stages", "en"),
        ("what does CNLC IIIa mean", "what about IIIb", "nlu_fallback", "en"),
        ("CNLC IIIa是什么意思", "那IIIb期呢", "ask_stages", "zh"),
    ],
)
def test_a_follow_up_stays_in_the_system_talked_of(
    talk: Talk, first: str, then: str, intent: str, language: str
) -> None:
    talk.say(first, "ask_stages", language, stage="cnlc-iiia")
    contract = talk.say(then, intent, language, stage="cnlc-iiib").contract
    assert contract.facts[0] == "cnlc-stage-iii"
    assert contract.table is None


def test_a_follow_up_after_tnm_stays_in_tnm(talk: Talk) -> None:
    talk.say("what is TNM stage IIIA", "ask_stages", term="tnm", stage="cnlc-iiia")
    contract = talk.say("and IIIB?", "follow_up", stage="cnlc-iiib").contract
    assert (contract.facts[0], contract.table) == ("tnm-stages", None)


def test_a_follow_up_with_a_stage_that_the_system_lacks_gets_the_table(talk: Talk) -> None:
    talk.say("what does BCLC stage C mean", "ask_stages", stage="bclc-c")
    assert talk.say("and IIIa?", "follow_up", stage="cnlc-iiia").contract.table is not None


def test_a_follow_up_to_a_table_is_a_table(talk: Talk) -> None:
    talk.say("my letter says IIIa", "ask_stages", stage="cnlc-iiia")
    reply = talk.say("and IIIb?", "follow_up", stage="cnlc-iiib")
    assert "spread outside the liver" in _rows(reply)["cnlc"][2]


def test_a_bare_stage_after_an_answer_on_stages_is_one(talk: Talk) -> None:
    talk.say("my letter says IIIa", "ask_stages", stage="cnlc-iiia")
    rows = _rows(talk.say("and IV?", "follow_up"))
    assert rows["tnm"][2].startswith("IVA: ")


def test_a_bare_stage_after_another_answer_is_none(talk: Talk) -> None:
    talk.say("what is TACE", "ask_treatments", treatment="tace")
    assert talk.say("and IV?", "follow_up").contract.table is None


def test_another_letter_after_an_answer_on_one_system_is_no_follow_up(talk: Talk) -> None:
    talk.say("what does CNLC IIIa mean", "ask_stages", stage="cnlc-iiia")
    reply = talk.say("my wife's letter says IIIb", "ask_stages", stage="cnlc-iiib")
    assert reply.contract.table is not None


@pytest.mark.parametrize("intent", ["simpler", "ask_source", "repeat"])
def test_what_is_asked_of_a_table_goes_to_its_facts(talk: Talk, intent: str) -> None:
    table = talk.say("my letter says IIIa", "ask_stages", stage="cnlc-iiia")
    reply = talk.say("go on", intent)
    assert reply.contract.facts == table.contract.facts[:3]


def test_the_table_leaves_no_stage_in_mind(talk: Talk) -> None:
    before = talk.say("what does BCLC stage B mean", "ask_stages", stage="bclc-b").context
    context = talk.say("my letter says IIIa", "ask_stages", stage="cnlc-iiia").context
    assert (before.stage, context.stage, context.topic) == ("bclc-b", None, "stages")
    assert context.facts_given == ["bclc-what", "cnlc-stage-iii", "tnm-stages", WORDS]


@pytest.mark.parametrize("intent", ["ask_stages", "nlu_fallback", "follow_up"])
def test_the_table_comes_whatever_kind_of_question_it_was_taken_for(
    talk: Talk, intent: str
) -> None:
    assert talk.say("the letter says IIIa", intent, stage="cnlc-iiia").contract.table is not None


@pytest.mark.parametrize(
    ("text", "language", "declined"),
    [
        ("my letter says IIIa, should I have surgery", "en", "I cannot tell what is right"),
        ("报告写着IIIa期，我该不该做手术", "zh", "对某一个人来说怎样做合适"),
    ],
)
def test_advice_on_a_letter_is_declined_and_its_stage_explained(
    talk: Talk, text: str, language: str, declined: str
) -> None:
    talk.say("what is HCC", "ask_basics", language)
    reply = talk.say(text, "personal_advice", language, stage="cnlc-iiia")
    assert reply.contract.kind == "personal_advice"
    assert reply.texts[0].startswith(declined)
    assert _rows(reply)["cnlc"][2].startswith("IIIa")


def test_spanish_gets_the_table_in_english_and_is_told_so(talk: Talk) -> None:
    talk.say("hola", "ask_basics", "es")
    reply = talk.say("mi informe dice IIIa", "ask_stages", "es", stage="cnlc-iiia")
    assert reply.texts[0].startswith("I can understand your language")
    assert reply.contract.language == "en"
