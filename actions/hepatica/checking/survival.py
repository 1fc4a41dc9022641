"""Figures on survival: told from both sides, and of whom."""

from collections.abc import Iterator

from hepatica.answers.frames import frame_of, is_median
from hepatica.answers.studied import people_studied
from hepatica.loading import Knowledge, Problem
from hepatica.models import Fact, Figure
from hepatica.models.labels import people_key


def survival_whole(knowledge: Knowledge) -> Iterator[Problem]:
    """Survival that answers could tell from one side only, or of nobody knows whom."""
    for fact in knowledge.facts.values():
        for index, figure in enumerate(fact.figures):
            if field_message := _lacking(fact, figure, knowledge):
                field, message = field_message
                file, line = knowledge.line("fact", fact.id, "figures", index)
                yield Problem(file, line, fact.id, f"figures.{index}.{field}", message)
    yield from _people(knowledge)


def _lacking(fact: Fact, figure: Figure, knowledge: Knowledge) -> tuple[str, str] | None:
    what = f"the figure {figure.value} {figure.unit} ({figure.measure})"
    rate = figure.unit == "percent" or is_median(figure)
    if rate and "survival" in figure.measure.casefold() and frame_of(figure) is None:
        return "measure", (
            f"{what} cannot be told from both sides, who was alive and who was not; use overall, "
            "disease-free or recurrence-free survival, or leave it out"
        )
    if not fact.sensitive or frame_of(figure) is None:
        return None
    if people_studied(figure.group, figure.study, knowledge.labels, knowledge.sources):
        return None
    return "group", (
        f"{what} is hard to take and does not say who was studied; add population: to "
        f"'{figure.study}' in sources.yml, or '{people_key(figure.group, figure.study)}' under "
        "people: in labels.yml"
    )


def _people(knowledge: Knowledge) -> Iterator[Problem]:
    """Descriptions of groups that no figure has, or that a language lacks."""
    figures = [figure for fact in knowledge.facts.values() for figure in fact.figures]
    used = {people_key(figure.group, figure.study) for figure in figures}
    for key, told in knowledge.labels.people.items():
        file, line = knowledge.at("labels.yml", "labels", "people", key)
        if key not in used:
            message = f"no figure has the group '{key}'; correct it: group (id of the study)"
            yield Problem(file, line, "labels", "people", message)
        for language in sorted(set(knowledge.policy.languages) - set(told)):
            message = f"'{key}' is missing in '{language}'; add it"
            yield Problem(file, line, "labels", "people", message)
