"""The facts' example questions and the glossary's names as Rasa training data.

Every example question belongs to its fact's topic, so the intent of that topic should know it; so
should it know every name of a term that the topic explains. The file is generated, so that a
question or a name is written once.
"""

from hepatica.loading import Knowledge
from hepatica.models import Term

HEADER = (
    "# Generated from knowledge/facts and knowledge/glossary.yml; do not edit.\n"
    "# Write it again with: make nlu-from-facts\n"
)


def intent_of(topic: str) -> str:
    """The intent that asks about ``topic``.

    >>> intent_of("neoadjuvant-rt")
    'ask_neoadjuvant_rt'
    """
    return "ask_" + topic.replace("-", "_")


def training_yaml(knowledge: Knowledge) -> str:
    """Rasa NLU YAML with one block for each topic."""
    topics: dict[str, list[str]] = {}
    for fact in knowledge.facts.values():
        topics.setdefault(fact.topic, []).extend(fact.questions.all())
    for term in knowledge.glossary.terms:
        if term.related_facts:
            topic = knowledge.facts[term.related_facts[0]].topic
            topics[topic] += _questions_about(term)
    lines = [HEADER + 'version: "3.1"\nnlu:']
    for topic, questions in sorted(topics.items()):
        lines.append(f"- intent: {intent_of(topic)}\n  examples: |")
        lines += [f"    - {_plain(question)}" for question in dict.fromkeys(questions)]
    return "\n".join(lines) + "\n"


def _questions_about(term: Term) -> list[str]:
    names = [term.term.en, *term.abbreviations]
    asked = [f"what is {name}" for name in names] + [f"{name} meaning" for name in names]
    return [*asked, f"{term.term.zh}是什么意思"] if term.term.zh else asked


def _plain(question: str) -> str:
    """Without the brackets that Rasa reads as entity marks."""
    return question.translate(str.maketrans("[](){}", "      ")).strip()
