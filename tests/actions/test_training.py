"""The generated training data follows the facts and the glossary."""

from pathlib import Path

import pytest
import yaml
from small_knowledge import ROOT, SmallKnowledge, fact

from hepatica.loading import Knowledge
from hepatica.training import intent_of, training_yaml


def _examples(text: str) -> dict[str, list[str]]:
    return {
        block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for block in yaml.safe_load(text)["nlu"]
    }


def test_the_generated_file_is_up_to_date(real_knowledge: Knowledge) -> None:
    """If this fails: make nlu-from-facts."""
    file = ROOT / "data" / "nlu" / "from-facts.yml"
    assert file.read_text(encoding="utf-8") == training_yaml(real_knowledge)


def test_every_topic_has_the_intent_of_its_name(real_knowledge: Knowledge) -> None:
    topics = {fact.topic for fact in real_knowledge.facts.values()}
    assert set(_examples(training_yaml(real_knowledge))) == {intent_of(topic) for topic in topics}


def test_every_topic_has_a_facts_file_of_its_name(real_knowledge: Knowledge) -> None:
    for (kind, identifier), place in real_knowledge.places.items():
        if kind == "fact":
            assert Path(place.file).stem == real_knowledge.facts[identifier].topic


def test_questions_belong_to_the_intent_of_their_topic(small: SmallKnowledge) -> None:
    small.topics = {
        "neoadjuvant-rt": [fact("one", questions={"en": ["first"], "zh": ["第一"]})],
        "basics": [fact("two", questions={"en": ["second"]})],
    }
    assert _examples(training_yaml(small.load())) == {
        "ask_neoadjuvant_rt": ["first", "第一"],
        "ask_basics": ["second"],
    }


def test_a_term_is_asked_about_in_the_topic_of_its_fact(small: SmallKnowledge) -> None:
    small.terms[0].update(
        term={"en": "liver", "zh": "肝"}, abbreviations=["LIV"], related_facts=["liver-what"]
    )
    examples = _examples(training_yaml(small.load()))["ask_basics"]
    assert {"what is liver", "LIV meaning", "肝是什么意思"} <= set(examples)


def test_a_question_stands_once(small: SmallKnowledge) -> None:
    small.topics["basics"].append(fact("two", questions={"en": ["what is liver what"]}))
    examples = _examples(training_yaml(small.load()))["ask_basics"]
    assert examples.count("what is liver what") == 1


@pytest.mark.parametrize("question", ["what [is] this", "what (is) this", "what {is} this"])
def test_marks_that_rasa_reads_as_entities_are_left_out(
    small: SmallKnowledge, question: str
) -> None:
    small.fact["questions"] = {"en": [question]}
    [plain] = _examples(training_yaml(small.load()))["ask_basics"]
    assert plain.split() == ["what", "is", "this"]
