"""What is judged: the English answers that a patient gets on one topic."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.figures import figure_lines
from hepatica.loading import Knowledge, KnowledgeError, Problem
from hepatica.models import Fact
from hepatica.store import Snapshot


@dataclass(frozen=True)
class TopicAnswer:
    """One fact as it is answered.

    ``wording`` is the statement and the caveat; ``figures`` are the figure lines; ``simpler`` is
    what a tap on "Say that in simpler words" gives; ``whole`` is all that is sent, with who was
    studied, how sure, and the source.
    """

    fact: Fact
    wording: list[str]
    figures: list[str]
    simpler: str
    whole: str

    @property
    def body(self) -> str:
        """What the answer says, without what stands behind it."""
        return "\n".join([*self.wording, *self.figures])

    @property
    def words(self) -> int:
        """How many words the whole answer has."""
        return len(self.whole.split())


@dataclass(frozen=True)
class Material:
    """All answers of one topic, and what they are made from."""

    topic: str
    answers: list[TopicAnswer]
    knowledge: Knowledge
    snapshot: Snapshot

    @classmethod
    def of(cls, topic: str, knowledge: Knowledge, snapshot: Snapshot) -> "Material":
        """Every answer of a topic.

        Raises:
            KnowledgeError: the topic has no fact that is served.
        """
        facts = [fact for fact in snapshot.facts.values() if fact.topic == topic]
        if not facts:
            message = f"no fact of the topic '{topic}' is served; add facts or remove the sheet"
            raise KnowledgeError([Problem(f"knowledge/sheets/{topic}.yml", 1, topic, "", message)])
        own = replace(knowledge, facts={fact.id: fact for fact in facts})
        return cls(topic, [_answer(fact, snapshot) for fact in facts], own, snapshot)

    @cached_property
    def texts(self) -> list[str]:
        """Every wording of the topic: statements, caveats, simpler words."""
        return [text for a in self.answers for text in (*a.wording, a.simpler)]

    @property
    def with_figures(self) -> list[TopicAnswer]:
        """The answers that have figures."""
        return [answer for answer in self.answers if answer.fact.figures]

    def where(self, holds: Callable[[TopicAnswer], object]) -> list[str]:
        """Ids of the facts whose answer has a property."""
        return [answer.fact.id for answer in self.answers if holds(answer)]


def _answer(fact: Fact, snapshot: Snapshot) -> TopicAnswer:
    """The answer as on the day of the fact's newest review, so that no page depends on today."""
    wording = [fact.statement.en, *([fact.caveat.en] if fact.caveat else [])]
    style = Style(today=max(review.on for review in fact.reviews))
    whole = "\n".join(compose([fact], snapshot, style).texts)
    lines = figure_lines(fact.figures, fact.statement.en, snapshot.voice("en"))
    return TopicAnswer(fact, wording, lines, fact.simpler.en, whole)
