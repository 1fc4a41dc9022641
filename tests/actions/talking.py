"""A conversation with an answerer, as Rasa would hold it."""

from hepatica.dialogue import Answerer, Context, Reply, Turn
from hepatica.dialogue.context import Mentions

JCO = "wei-2019-jco"
JAMA = "wu-2022-jamasurg"


class Talk:
    """Keeps the context between turns; ``replies`` are all replies so far."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.context = Context()
        self.replies: list[Reply] = []

    def say(self, text: str, intent: str, language: str = "en", **mentions: str) -> Reply:
        """One turn; ``mentions`` are entities by kind."""
        turn = Turn(
            text=text,
            intent=intent,
            ranking={intent: 0.9},
            mentions=Mentions({kind: [value] for kind, value in mentions.items()}),
            context=self.context,
            first=not self.replies,
            language=language,
        )
        reply = self._answerer.answer(turn)
        self.context = reply.context
        self.replies.append(reply)
        return reply

    def about_survival_at_two_years(self) -> Reply:
        """The question that most follow-ups of these tests continue."""
        return self.say(
            "what was the 2 year survival in the 2019 trial",
            "ask_outcomes",
            study=JCO,
            measure="overall-survival",
            timepoint="24 months",
        )


def all_text(reply: Reply) -> str:
    """Everything that the patient reads."""
    return "\n".join(reply.texts)
