"""Warning signs found by curated patterns.

The classifier is the second net: a phrase that is expected to fail here may still be caught by it.
The reasons say where it was not.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE
from bot.safety.patterns import RedFlags

DATA = read(KNOWLEDGE / "red_flags.yml")
FLAGS = {flag["id"]: flag for flag in DATA["flags"]}
MATCHER = RedFlags(KNOWLEDGE / "red_flags.yml")

EMERGENCIES = """
I am vomiting blood
vomitting blod since this morning
VOMITING BLOOD
vomiting blood😭😭
I’m throwing up blood
my dad is throwing up blood
threw up something like coffee grounds
mum just brought up a lot of blood
I puked and it was bright red
coughing up blood, is it a side effect?
there is blood in my vomit
Help me my dad he vomit blood many times
My mother, 62, with cirrhosis, is vomiting dark blood, what do I do
his poo is black and sticky like tar
my stools are jet black since yesterday
blak poo for 2 days
he have black shit
there is blood in the toilet bowl after I went
bleeding from my bottom a lot
nosebleed won't stop for hours
the bleeding wont stop
sudden terrible pain in my belly
excruciating stomache pain came from nowhere
my husband is doubled over with tummy pain, worst ever
my wife is confused since this morning
dad is talking nonsense and doesn't know where he is
hes realy confussed and sleepy
I cant wake my mother
he won't wake up
she is barely awake
can't keep her awake
my father is very drowsy today
i cant breath
i can hardly breathe
I can’t breathe
she's gasping for air
he is not breathing
his lips are blue
I am short of breath since last night
I have chest pain right now
crushing pain in my chest
my mum collapsed in the kitchen
dad fainted twice today
he is unconscious
she fell and she is not responding to me
my brother is having a seizure
her face is drooping and she can't speak
I have a fever of 39 during radiotherapy
got a temp of 38.7 after my op
husband very hot 40 degrees and shaking
im shivering and can't get warm
the scar from the operation is leaking pus
his eyes turned yellow overnight
she is yellow and her belly is swollen
my tummy swelled up in two days
I haven't peed since yesterday
my son swallowed my sorafenib pills
I took too many morphine tablets by accident
please call an ambulance now
我爸爸刚刚吐血了
我吐血了怎么办
我不仅没有好，还吐血
妈妈大便是黑色的，像柏油
大便带血
突然肚子剧痛
老公昏迷了
他叫不醒了
我喘不过气来
我爸爸神志不清，说胡话
今天突然晕倒了
胸口很痛，喘不上气
我发烧39度，在做放疗
刀口流脓了
眼睛一夜变黄了
吃错药了，吃了很多片
""".strip().split("\n")

NOW_AFTER_ALL = """
I have no fever but I am vomiting blood
no black stools but vomiting blood
she is not vomiting blood but her poo is black
he used to be fine but he is vomiting blood
in 2019 I had surgery and now I am vomiting blood
I read that it is dangerous and I am vomiting blood
What if she dies, she is throwing up blood
I never vomited before and now I'm vomiting blood
I have never had this, I'm vomiting blood
没有发烧，但是吐血了
听说放疗会出血，我现在吐血了
如果吐血怎么办，我刚刚吐血了
我以前没有吐血，今天吐血了
""".strip().split("\n")

CRISES = """
I want to kill myself
i want to die
im going to end it all tonight
I took all my pills
she says she wants to die
my husband is suicidal
there is no reason to live
everyone would be better off without me
I don't want to be here anymore
dont want to live any more
i keep hurting myself
thinking of suiside
i wanna kms
what happens if I overdose on my morphine
last year I tried to kill myself
should i just kill myself
not going to kill myself but i want to die
I never thought I would say it but I want to die
My dad has said he will jump off the balcony
Mum says life isn't worth living with this cancer
I can't do this anymore, I want to end my life
我想自杀
我不想活了
活着没意思
妈妈说她想死
得了这个病活不下去了
""".strip().split("\n")

DECOYS = """
this wait is killing me
I am dying to know the result
I was scared to death before the scan
the view was breathtaking
the cost is killing us
I cut myself some slack
bloody hell, this is hard
what does my blood test show
my blood pressure is high
they took blood and I was sick of waiting
I drink black coffee in the morning
does TACE block the blood supply
is there blood in the portal vein
the tumour has grown into a blood vessel
no blood in my vomit
she is not vomiting blood
my stools are not black
he has no fever and no pain
never had black stools
My father never vomited blood
I vomited blood years ago
I had black stools last year
My mother had a heart attack in 2015
the tumour bled and was treated years ago
what if I vomit blood
in case of fever, what do I do
can radiotherapy cause bleeding
could surgery cause confusion
what causes black stools
is fever a side effect of radiotherapy
is vomiting common after radiotherapy
how common is bleeding after surgery
how many patients had bleeding in the trial
did anyone in the 2019 trial vomit blood
what are the warning signs of bleeding
when should I call the doctor about a fever
do people become breathless after radiotherapy
is yellow skin a symptom of liver cancer
what does yellow fever have to do with the liver
I'm so confused by all these words
he passed away last year
how many people die of liver cancer
I don't want to die
I want to live
can I take paracetamol with liver cancer
血常规怎么看
验血结果怎么看
血压高能做手术吗
放疗会引起出血吗
如果吐血怎么办
肝癌病人会不会吐血
发烧是放疗的副作用吗
没有吐血也没有黑便
什么是黑便
黑咖啡可以喝吗
笑死我了
我不想死
""".strip().split("\n")


def kinds(text: str) -> list[str]:
    return [flag.kind for flag in MATCHER.find(text)]


def ids(text: str) -> set[str]:
    return {flag.id for flag in MATCHER.find(text)}


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_found(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize("text", NOW_AFTER_ALL)
def test_a_sign_that_is_there_now_outweighs_what_else_is_said(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize("text", CRISES)
def test_a_crisis_is_found_and_comes_first(text: str) -> None:
    assert kinds(text)[:1] == ["crisis"]


@pytest.mark.parametrize("text", DECOYS)
def test_other_talk_raises_nothing(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "throwing up blood what are the chances of dying",
        "stools black as tar, what are the risks of waiting until tomorrow",
        "dad collapsed, how likely is he to survive",
        "passing blood, when should we call the doctor",
        "she can't breathe what if the tumour is in the lung",
        "i have a fever after surgery, how common is that",
        "yellow overnight and swollen belly, signs of liver failure?",
        "爸爸晕倒了，会不会有危险",
        "妈妈大便黑了是什么意思",
        "肝癌病人，吐血",
    ],
)
def test_a_question_after_a_sign_does_not_excuse_it(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "vomiting blood what if I die",
        "can't wake him up, how often does this happen",
        "my belly suddenly hurts terribly, I read that tumors can burst",
        "bringing up blood, when should I call",
        "I have chest pain, the leaflet says call",
        "我吐血了，会不会死",
    ],
)
def test_a_question_after_a_sign_does_not_excuse_it_even_without_the_classifier(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "vomiting blood with a history of varices",
        "去年做的手术，大便发黑",
        "can't breathe, had this last year too",
    ],
)
def test_the_past_of_something_else_does_not_excuse_a_sign(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i have no one, i want to die", "crisis"),
        ("without him i want to die", "crisis"),
        ("there is no hope i want to die", "crisis"),
        ("i have no family, want to die", "crisis"),
        ("i can take no more, i want to die", "crisis"),
        ("I don't have anyone, want to die", "crisis"),
        ("i have no friends, suicidal", "crisis"),
        ("I have never wanted to die so much", "crisis"),
        ("I don't have a reason to live", "crisis"),
        ("i have no help, vomiting blood", "emergency"),
        ("I don't have a car, vomiting blood", "emergency"),
        ("we have no car, can't breathe", "emergency"),
    ],
)
def test_a_negation_of_something_else_does_not_excuse_a_sign(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "our dog has seizures",
        "the film last night had a man coughing blood",
        "hematemesis in plain english?",
        "seizures and jaundice, for my biology homework",
        "let's say he vomits blood",
        "picture this, it is a fever. ambulance or the ward?",
        "no evidence of seizures",
        "nobody here is vomiting blood",
    ],
)
def test_a_story_schoolwork_and_a_supposed_case_raise_nothing(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "the dog found him vomiting blood",
        "the film was on and he had a seizure",
        "plain english please, I am vomiting blood",
        "homework can wait. he has seizures",
        "I suppose he vomited blood",
        "let's say goodbye, I am vomiting blood",
        "let's say he is fine. Well. He vomited blood",
        "nobody is here, vomiting blood",
    ],
)
def test_a_sign_of_a_person_beside_a_story_still_counts(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "for a school project: how much morphine is lethal",
        "in a novel I want to die",
        "let's say I want to die",
        "imagine, I kill myself",
    ],
)
def test_a_story_or_schoolwork_never_excuses_a_crisis(text: str) -> None:
    assert "crisis" in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can´t breathe", "emergency"),
        ("can`t breathe", "emergency"),
        ("I can‘t breathe", "emergency"),
        ("i don´t want to live", "crisis"),
        ("can't  breathe", "emergency"),
        ("I  want  to  die", "crisis"),
        ("I want\nto die", "crisis"),
    ],
)
def test_typing_habits_do_not_hide_a_sign(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text", ["Vomiting. There is blood in it.", "I was sick this morning. It was full of blood."]
)
def test_a_sign_told_in_two_sentences_is_found(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我想自殺", "crisis"),
        ("我暈倒了", "emergency"),
        ("嘔血", "emergency"),
        ("呼吸困難", "emergency"),
    ],
)
def test_traditional_characters_are_read(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my mother has gone very confused", "emergency"),
        ("i havent weed all day", "emergency"),
        ("haematemesis since 2 hours", "emergency"),
        ("blood is coming out of my mouth", "emergency"),
        ("blood in the sick bowl", "emergency"),
        ("mum's sick is all blood", "emergency"),
        ("how many pills would kill me", "crisis"),
        ("how much morphine is lethal", "crisis"),
        ("I want 2 die", "crisis"),
    ],
)
def test_other_words_for_a_sign_are_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_a_crisis_comes_before_an_emergency() -> None:
    assert kinds("I am vomiting blood. I want to die.") == ["crisis", "emergency"]


def test_a_sign_said_twice_counts_once() -> None:
    assert kinds("I am vomiting blood. Vomiting blood!") == ["emergency"]


def test_the_finding_says_which_sign_and_where() -> None:
    (flag,) = MATCHER.find("Hello. I am vomiting blood.")

    assert (flag.id, flag.kind, flag.text) == ("vomiting-blood", "emergency", "I am vomiting blood")


@pytest.mark.parametrize("text", ["", " ", "...", "😀", "\x00", "。。。"])
def test_a_text_without_words_raises_nothing(text: str) -> None:
    assert MATCHER.find(text) == []


@given(st.text())
def test_any_text_can_be_checked(text: str) -> None:
    assert all(flag.id in FLAGS for flag in MATCHER.find(text))


@given(st.sampled_from(["I am vomiting blood", "我吐血了", "i want to die"]), st.integers(0, 3))
def test_punctuation_and_emoji_behind_a_sign_do_not_hide_it(text: str, count: int) -> None:
    assert kinds(text + "!" * count + "😭" * count)


def said(phrase: str, language: str) -> str:
    """A phrase as a person says it: lists by their first phrase, gaps closed."""
    while match := re.search("<([^<>]+)>", phrase):
        inner = phrases_of(match[1], language) or phrases_of(match[1], "en")
        phrase = phrase.replace(match[0], inner[0], 1)
    subject = "他" if language == "zh" else "he "  # "is yellow" alone would be half a question
    told = " ".join(phrase.replace("*", " ").split())
    return subject + told if told.startswith(("is ", "怎么", "什么")) else told


def phrases_of(group: str | dict[str, list[Any]], language: str) -> list[str]:
    if isinstance(group, str) and group in DATA["readings"]:
        return [reading_of(DATA["readings"][group], language)]
    listed = DATA["words"][group] if isinstance(group, str) else group
    return [str(phrase) for phrase in listed.get(language, [])]


def reading_of(reading: dict[str, Any], language: str) -> str:
    number = reading["from"] + 0.1 if reading.get("decimal") else reading["from"]
    near = phrases_of(reading["near"], language)[0] if "near" in reading else ""
    return f"{number}/40 {near}" if reading.get("pair") else f"{number} {near}"


@pytest.mark.parametrize("language", ["en", "zh", "es"])
@pytest.mark.parametrize("identifier", FLAGS)
def test_each_flag_is_raised_by_its_own_phrases(identifier: str, language: str) -> None:
    groups = [phrases_of(group, language) for group in FLAGS[identifier]["all_of"]]
    if not all(groups):
        pytest.skip(f"has no words in {language}")
    glue = "" if language == "zh" else " "
    texts = [glue.join(said(phrase, language) for phrase in some) for some in product(*groups)]

    assert any(identifier in ids(text) for text in texts[:50])


ALONE = {i: flag["all_of"][0] for i, flag in FLAGS.items() if len(flag["all_of"]) == 1}


@pytest.mark.parametrize("identifier", ALONE)
def test_no_phrase_of_a_flag_is_dead(identifier: str) -> None:
    alone = ALONE[identifier]
    texts = [
        said(p, language) for language in ("en", "zh", "es") for p in phrases_of(alone, language)
    ]

    assert [text for text in texts if identifier not in ids(text)] == []


def write(path: Path, *flags: str, rest: str = "") -> Path:
    common = "kind: emergency, reason: it is, source: general first aid"
    listed = ", ".join(f"{{{common}, {flag}}}" for flag in flags)
    path.write_text(f"flags: [{listed}]\n{rest}", encoding="utf-8")
    return path


def test_a_flag_needs_every_group_in_one_or_two_neighbouring_sentences(flags_file: Path) -> None:
    matcher = RedFlags(write(flags_file, "id: a, all_of: [{en: [red]}, {en: [sky]}]"))

    texts = ("red", "sky", "a sky so red", "red. sky", "red. green. sky")
    found = {text for text in texts if matcher.find(text)}

    assert found == {"a sky so red", "red. sky"}


def test_a_flag_can_ask_for_one_sentence(flags_file: Path) -> None:
    flag = "id: a, one_sentence: true, all_of: [{en: [red]}, {en: [sky]}]"
    matcher = RedFlags(write(flags_file, flag))

    assert matcher.find("a sky so red")
    assert not matcher.find("red. sky")


def test_words_far_apart_are_not_one_sign(flags_file: Path) -> None:
    matcher = RedFlags(write(flags_file, "id: a, all_of: [{en: [red]}, {en: [sky]}]"))

    assert not matcher.find("red " + "and then " * 20 + "sky")


def test_a_phrase_can_hold_lists_and_gaps_and_skips_fillers(flags_file: Path) -> None:
    rest = "words: {sky: {en: [sky, heaven above]}}\nfillers: [very]"
    matcher = RedFlags(write(flags_file, "id: a, all_of: [{en: [red * <sky> falls]}]", rest=rest))

    texts = ("red sky falls", "red as ever heaven above very falls", "red very falls", "sky falls")
    found = {text for text in texts if matcher.find(text)}

    assert found == {"red sky falls", "red as ever heaven above very falls"}


def test_a_gap_does_not_run_over_a_denial_or_a_full_stop(flags_file: Path) -> None:
    rest = "exempt: {negation: {en: [no]}}"
    matcher = RedFlags(write(flags_file, "id: a, all_of: [{en: [have * fever]}]", rest=rest))

    assert matcher.find("have a bad fever")
    assert not matcher.find("have no fever")
    assert not matcher.find("have it. fever")


@pytest.mark.parametrize(
    "text",
    [
        "my temp is 38.6",
        "temperature 38,5",
        "39C",
        "temp 102 F",
        "38.9 and shivering",
        "体温39度",
        "bp 80/50",
        "blood pressure 80 over 50",
        "oxygen 84%",
        "pulse is 140",
        "sugar 2.8",
    ],
)
def test_a_dangerous_reading_is_found(text: str) -> None:
    assert "emergency" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "my temp is 36.8",
        "98.6 F",
        "bp 120/80",
        "oxygen 98%",
        "pulse 68 and oxygen 98",
        "sugar 5.6",
        "bilirubin 38",
        "the tumour is 39 mm",
        "room 102",
        "I am 84",
    ],
)
def test_a_harmless_number_raises_nothing(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hes vommiting bloood", "emergency"),
        ("throwingup blood", "emergency"),
        ("he has a siezure", "emergency"),
        ("cantbreathe", "emergency"),
        ("thinking of suicied", "crisis"),
        ("i want to kill miself", "crisis"),
    ],
)
def test_a_misspelt_or_joined_word_is_read_as_it_was_meant(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text", ["a comic about blood", "the planet is pleading", "feverishly red"]
)
def test_an_ordinary_word_is_not_taken_for_a_typing_error(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("estoy vomitando sangre", "emergency"),
        ("no puedo respirar", "emergency"),
        ("tengo fiebre de 39", "emergency"),
        ("quiero morir", "crisis"),
        ("no quiero vivir más", "crisis"),
    ],
)
def test_a_sign_in_spanish_is_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_every_fact_named_by_a_flag_exists() -> None:
    files = (KNOWLEDGE / "facts").glob("*.yml")
    facts = {fact["id"] for path in files for fact in read(path)["facts"]}

    assert {flag["fact"] for flag in FLAGS.values() if flag["fact"]} <= facts


def test_every_flag_says_why() -> None:
    assert [identifier for identifier, flag in FLAGS.items() if not flag.get("reason")] == []


def test_every_source_is_known() -> None:
    sources = {source["id"] for source in read(KNOWLEDGE / "sources.yml")["sources"]}
    taught = {"general first aid", "suicide prevention"}

    assert {flag["source"] for flag in FLAGS.values()} <= sources | taught


def test_phrases_are_lower_case_with_straight_apostrophes() -> None:
    written = [group for flag in FLAGS.values() for group in flag["all_of"]]
    groups = [*DATA["words"].values(), *DATA["exempt"].values(), *written]
    phrases = [
        str(phrase)
        for group in groups
        if isinstance(group, dict)
        for listed in group.values()
        for phrase in listed
    ]

    assert [p for p in phrases if p != p.lower() or "’" in p or p != p.strip()] == []


@pytest.fixture
def flags_file(tmp_path: Path) -> Path:
    return tmp_path / "red_flags.yml"


@pytest.mark.parametrize(
    "flag",
    [
        "{id: broken-one, all_of: [{en: [x]}]}",
        "{id: broken-one, kind: urgent, all_of: [{en: [x]}]}",
        "{id: broken-one, kind: emergency}",
        "{id: broken-one, kind: emergency, all_of: []}",
        "{id: broken-one, kind: emergency, source: x, all_of: [{en: [x]}]}",
        "{id: broken-one, kind: emergency, reason: x, all_of: [{en: [x]}]}",
        "{id: broken-one, kind: emergency, reason: x, source: x, all_of: [nowhere]}",
        "{id: broken-one, kind: emergency, reason: x, source: x, all_of: [{en: [<nowhere>]}]}",
        "{id: broken-one, kind: emergency, reason: x, source: x, all_of: [{en: [x]}], al_of: 1}",
        "{id: broken-one, kind: emergency, reason: x, source: x, all_of: [{en: x}]}",
    ],
)
def test_a_flag_without_kind_or_phrases_is_an_error_that_names_it(
    flags_file: Path, flag: str
) -> None:
    flags_file.write_text(f"flags: [{flag}]", encoding="utf-8")

    with pytest.raises(KnowledgeFileError, match=r"red_flags\.yml.*broken-one"):
        RedFlags(flags_file)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("flags: []", id="no flags"),
        pytest.param("flag: []", id="flags misspelt"),
        pytest.param("flags:", id="flags empty"),
        pytest.param("flags: [{kind: crisis, all_of: [{en: [x]}]}]", id="no id"),
        pytest.param("flags: [{id: a, kind: crisis, all_of: [{en: []}]}]", id="empty group"),
        pytest.param("flags: [{id: a, kind: crisis, all_of: {en: [x]}}]", id="all_of not a list"),
        pytest.param("flags: [{id: a, kind: crisis, all_of: [{en: blood}]}]", id="no list"),
        pytest.param(
            "flags: [{id: a, kind: crisis, all_of: [{en: [x]}]},"
            " {id: a, kind: crisis, all_of: [{en: [y]}, {en: [z]}]}]",
            id="the same id twice",
        ),
    ],
)
def test_a_file_that_would_lose_signs_is_refused(flags_file: Path, content: str) -> None:
    flags_file.write_text(content, encoding="utf-8")

    with pytest.raises(KnowledgeFileError):
        RedFlags(flags_file)


@pytest.mark.parametrize(
    "rest",
    [
        "words: {broken-one: {en: x}}",
        "words: {broken-one: {en: [<nowhere>]}}",
        "exempt: {broken-one: {en: [x]}}",
        "readings: {broken-one: {from: 1}}",
        "readings: {broken-one: {from: 1, to: 2, near: nowhere}}",
        "readings: {broken-one: {from: 1, to: 2, form: 3}}",
    ],
)
def test_a_list_that_cannot_be_used_is_an_error_that_names_it(flags_file: Path, rest: str) -> None:
    write(flags_file, "id: a, all_of: [{en: [x]}]", rest=rest)

    with pytest.raises(KnowledgeFileError, match=r"red_flags\.yml.*broken-one"):
        RedFlags(flags_file)


@pytest.mark.parametrize("content", ["", "- a list", "flags: [", "\x00"])
def test_a_file_that_cannot_be_read_is_refused(flags_file: Path, content: str) -> None:
    flags_file.write_text(content, encoding="utf-8")

    with pytest.raises(KnowledgeFileError, match=r"red_flags\.yml"):
        RedFlags(flags_file)
