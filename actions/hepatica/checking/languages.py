"""Every wording in every language, with the same numbers."""

import re
from collections.abc import Iterator

from hepatica.checking.figures import unbacked_in
from hepatica.loading import Knowledge, Problem
from hepatica.models import Fact, Figure, Source, Term, Text
from hepatica.store.timepoints import in_months
from hepatica.wording.numbers import as_written, differences, numbers_in, spoken_as

_WORDINGS = ("statement", "simpler", "caveat")
Place = tuple[str, str, tuple[str | int, ...], Text]
"""(kind, entry, path in the entry, text)"""
_NAMES = ("term", "study_name", "name")
"""What may be called the same in every language ("TACE")."""
_LETTERS = {"zh": re.compile(r"[\u4e00-\u9fff]")}
"""What every text in a language has; without it, it is a copy, or was saved in a wrong encoding."""


def missing_languages(knowledge: Knowledge) -> Iterator[Problem]:
    """Texts, example questions and labels that are not there in a language of the policy."""
    for language in knowledge.policy.languages:
        if language == "en":
            continue
        for kind, entry, path, text in _texts(knowledge):
            if message := _lacks(text, language, name=path[0] in _NAMES):
                yield _problem(knowledge, kind, entry, (*path, language), message)
        for fact in knowledge.facts.values():
            if not getattr(fact.questions, language):
                message = f"is missing; add questions in '{language}'"
                yield _problem(knowledge, "fact", fact.id, ("questions", language), message)
        yield from _phrases(knowledge, language)
        yield from _labels(knowledge, language)


def numbers_that_differ(knowledge: Knowledge) -> Iterator[Problem]:
    """Translations whose numbers, or their order, are not those of the English text.

    An English text with numbers that nothing backs is told elsewhere, and no measure for others.
    """
    for kind, entry, path, text in _texts(knowledge):
        fact = knowledge.facts.get(entry) if kind == "fact" else None
        if text.zh is None or (fact and unbacked_in(fact, str(path[0]))):
            continue
        if message := _difference(text.en, text.zh, fact):
            file, line = knowledge.line(kind, entry, *path, "zh")
            field = ".".join(str(part) for part in (*path, "zh"))
            yield Problem(file, line, entry, field, message)


def _difference(english: str, other: str, fact: Fact | None) -> str | None:
    """What is wrong with the numbers of ``other``, as one message."""
    lost, added = (_listed(numbers) for numbers in differences(english, other))
    if lost and added:
        return f"has {added} where the English text has {lost}; correct one of them"
    if lost:
        return f"lacks {lost} of the English text; add what is missing"
    if added:
        return f"has {added}, which the English text lacks; correct one of them"
    if fact and _out_of_order(fact, english, other):
        return "the figures stand in another order, or not as often, as in the English text"
    return None


def _listed(numbers: list[float]) -> str:
    """The numbers in words: "the number 27", "the numbers 27 and 9"."""
    *most, last = [as_written(number) for number in numbers] or [""]
    return f"the numbers {', '.join(most)} and {last}" if most else last and f"the number {last}"


def _out_of_order(fact: Fact, english: str, other: str) -> bool:
    """Whether the figures that both texts write in digits come in different sequences."""
    values = {form for figure in fact.figures for form in spoken_as(figure.value)} - {100.0}
    one, two = numbers_in(english).digits, numbers_in(other).digits
    both = values & set(one) & set(two)
    return [n for n in one if n in both] != [n for n in two if n in both]


def _texts(knowledge: Knowledge) -> Iterator[Place]:
    for fact in knowledge.facts.values():
        yield from _named("fact", fact, _WORDINGS)
    for term in knowledge.glossary.terms:
        yield from _named("term", term, ("term", "definition"))
    for source in knowledge.sources.values():
        yield from _named("source", source, ("study_name", "population"))
    yield from _stage_table(knowledge)


def _named(kind: str, item: Fact | Term | Source, names: tuple[str, ...]) -> Iterator[Place]:
    for name in names:
        if text := getattr(item, name):
            yield kind, item.id, (name,), text


def _stage_table(knowledge: Knowledge) -> Iterator[Place]:
    for system in knowledge.crosswalk.values():
        yield "system", system.id, ("name",), system.name
        yield "system", system.id, ("looks_at",), system.looks_at
        for index, row in enumerate(system.stages):
            yield "system", system.id, ("stages", index, "meaning"), row.meaning
            if row.in_words:
                yield "system", system.id, ("stages", index, "in_words"), row.in_words


def _lacks(text: Text, language: str, *, name: bool = False) -> str | None:
    """What is wrong with ``text`` in ``language``: missing, or not in that language's letters."""
    wording, found = text.get(language)
    if found != language:
        return f"is missing; add the wording in '{language}'"
    if _LETTERS[language].search(wording) or (name and wording == text.en):
        return None
    return f"is not in '{language}'; write it in that language, and save the file as UTF-8"


def _problem(
    knowledge: Knowledge, kind: str, entry: str, path: tuple[str | int, ...], message: str
) -> Problem:
    file, line = knowledge.line(kind, entry, *path)
    return Problem(file, line, entry, ".".join(str(part) for part in path), message)


def _phrases(knowledge: Knowledge, language: str) -> Iterator[Problem]:
    for name, text in knowledge.phrases.phrases.items():
        if text.get(language)[1] != language:
            file, line = knowledge.at("phrases.yml", "phrases", name)
            message = f"is missing; add the wording in '{language}'"
            yield Problem(file, line, name, language, message)
    for name, reply in knowledge.replies.items():
        buttons = getattr(reply.suggestions, language)
        if _lacks(reply.text, language) or len(buttons) != len(reply.suggestions.en):
            file, line = knowledge.at("channel_replies.yml", "replies", name)
            message = f"lacks its text or its suggestions in '{language}'; add them"
            yield Problem(file, line, name, language, message)


def _labels(knowledge: Knowledge, language: str) -> Iterator[Problem]:
    wanted: dict[tuple[str, str], str] = {}
    for fact in knowledge.facts.values():
        for figure in fact.figures:
            for key in _label_keys(figure):
                wanted.setdefault(key, fact.id)
    for (kind, wording), fact_id in wanted.items():
        if knowledge.labels.lacks(kind, wording, language):
            file, line = knowledge.at("labels.yml", "labels", kind, wording)
            message = f"'{wording}' (used in {fact_id}) has no name in '{language}'; add it"
            yield Problem(file, line, "labels", kind, message)


def _label_keys(figure: Figure) -> Iterator[tuple[str, str]]:
    yield "measures", figure.measure
    yield "units", figure.unit
    if figure.group:
        yield "groups", figure.group
    if figure.timepoint and in_months(figure.timepoint) is None:
        yield "timepoints", figure.timepoint
    if not any(character.isdigit() for character in figure.value):
        yield "words", figure.value
