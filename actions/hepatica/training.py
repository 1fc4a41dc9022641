"""The facts' example questions as Rasa training data.

Every example question belongs to its fact's topic, so the intent of that topic should know it.
The file is generated, so that a question is written once, in the fact.
"""

from hepatica.loading import Knowledge

HEADER = (
    "# Generated from the example questions in knowledge/facts; do not edit.\n"
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
    lines = [HEADER + 'version: "3.1"\nnlu:']
    for topic, questions in sorted(topics.items()):
        lines.append(f"- intent: {intent_of(topic)}\n  examples: |")
        lines += [f"    - {_plain(question)}" for question in dict.fromkeys(questions)]
    return "\n".join(lines) + "\n"


def _plain(question: str) -> str:
    """Without the brackets that Rasa reads as entity marks."""
    return question.translate(str.maketrans("[](){}", "      ")).strip()
