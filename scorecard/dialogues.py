"""Plays the held-out dialogues: follow-ups, corrections, switching, over two to six turns."""

from scorecard.rates import Rate, rate
from scorecard.sets import FOLDER, HELD_OUT
from tests.end_to_end.runner import Conversation, Dialogue, differences, load


def play_all(base_url: str) -> dict[str, Rate]:
    """How many turns, and how many whole dialogues, went as expected."""
    turns: list[bool] = []
    whole: list[bool] = []
    for path in sorted((FOLDER / HELD_OUT / "dialogues").glob("*.yml")):
        for dialogue in load(path):
            played = _played(dialogue, base_url)
            turns += played
            whole.append(all(played))
    return {"dialogue_turns": rate(turns), "dialogues": rate(whole)}


def _played(dialogue: Dialogue, base_url: str) -> list[bool]:
    conversation = Conversation(base_url)
    return [not differences(conversation.say(step.user), step.expect) for step in dialogue.steps]
