"""What a button suggests leads to an answer: the first question of every fact gives that fact."""

import pytest

from hepatica.dialogue.desk import as_question
from hepatica.loading import load_knowledge
from hepatica.models import Fact
from tests.end_to_end.runner import ROOT, Conversation

FACTS = list(load_knowledge(ROOT / "knowledge").facts.values())


@pytest.mark.parametrize("fact", FACTS, ids=[fact.id for fact in FACTS])
def test_the_suggested_question_gives_the_fact(fact: Fact, base_url: str) -> None:
    answered = Conversation(base_url).say(as_question(fact.questions.en[0]))
    assert answered.contract["kind"] == "answer"
    assert fact.id in answered.contract["facts"]


@pytest.mark.parametrize("name", ["start_treatment", "start_stages", "start_effects"])
def test_a_question_to_begin_with_gets_an_answer(name: str, base_url: str) -> None:
    question = load_knowledge(ROOT / "knowledge").phrases.say(name)
    assert Conversation(base_url).say(question).contract["kind"] == "answer"
