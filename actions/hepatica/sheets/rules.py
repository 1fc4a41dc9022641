"""How the instruments tie one item's answer to another's."""

from collections.abc import Iterator, Mapping

from hepatica.sheets.models import NOT_APPLICABLE, Judgement, Name

Answers = Mapping[int, Judgement]
Breach = tuple[int, str]
"""Number of the item that breaks a rule, and what to do."""

_MESSAGE, _MESSAGE_QUALITIES = 1, (2, 3, 4)
_CALL, _ACTIVE = 5, 6
_BEHAVIOR, _BEHAVIOR_QUALITIES = 12, (13, 14)
_RISK, _BENEFIT = 18, 19
_ACTION, _ACTION_QUALITIES = 20, (21, 22)
_PICTURES = (16, 17, 18)


def breaches(name: Name, answers: Answers) -> Iterator[Breach]:
    """Answers that the instrument's own score sheet does not allow beside each other."""
    yield from _pemat(answers) if name == "pemat" else _cdc(answers)


def _pemat(answers: Answers) -> Iterator[Breach]:
    """PEMAT User's Guide, items 16 to 18 and 20 to 22."""
    if answers[_ACTION].answer == "disagree":
        for number in _ACTION_QUALITIES:
            if answers[number].answer != "disagree":
                yield number, f"item {_ACTION} names no action, so answer disagree here"
    without = [number for number in _PICTURES if answers[number].answer == NOT_APPLICABLE]
    if without and len(without) < len(_PICTURES):
        yield (
            without[0],
            "items 16 to 18 are not applicable together or not at all (no pictures); correct them",
        )


def _cdc(answers: Answers) -> Iterator[Breach]:
    """CDC Index score sheet: notes to items 1, 6, 12 and 19."""
    said = {number: judgement.answer for number, judgement in answers.items()}
    yield from _cdc_message(said)
    yield from _cdc_behavior(said)


def _cdc_message(said: Mapping[int, str]) -> Iterator[Breach]:
    if said[_MESSAGE] == "no":
        for number in _MESSAGE_QUALITIES:
            if said[number] != "no":
                yield number, f"item {_MESSAGE} says that there is no main message, so answer no"
    if "no" in (said[_MESSAGE], said[_CALL]) and said[_ACTIVE] != "no":
        yield _ACTIVE, f"item {_MESSAGE} or {_CALL} is no, so answer no"


def _cdc_behavior(said: Mapping[int, str]) -> Iterator[Breach]:
    if said[_BEHAVIOR] == "no":
        message = "where nothing is recommended, part B does not count; answer not applicable"
        yield _BEHAVIOR, message
    for number in _BEHAVIOR_QUALITIES:
        if (said[number] == NOT_APPLICABLE) != (said[_BEHAVIOR] == NOT_APPLICABLE):
            yield number, f"items {_BEHAVIOR} to 14 apply together or not at all; correct them"
    needless = NOT_APPLICABLE in (said[_BEHAVIOR], said[_RISK])
    if (said[_BENEFIT] == NOT_APPLICABLE) != needless:
        message = f"not applicable when item {_BEHAVIOR} or {_RISK} is, and only then; correct one"
        yield _BENEFIT, message
