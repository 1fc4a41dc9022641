"""The words of charts: of a measure that there is, in every language."""

from collections.abc import Iterator

from hepatica.loading import Knowledge, Problem
from hepatica.models.labels import icons_key


def chart_words(knowledge: Knowledge) -> Iterator[Problem]:
    """Words for a measure that no figure has, and words that a language lacks."""
    figures = [figure for fact in knowledge.facts.values() for figure in fact.figures]
    used = {figure.measure for figure in figures}
    used |= {icons_key(figure.measure, figure.group) for figure in figures}
    for key, words in knowledge.labels.icons.items():
        file, line = knowledge.at("labels.yml", "labels", "icons", key)
        if key not in used:
            message = f"no figure has the measure '{key}'; correct it: measure, or measure (group)"
            yield Problem(file, line, "labels", "icons", message)
        for name, text in (("filled", words.filled), ("empty", words.empty)):
            for language in knowledge.policy.languages:
                if text.get(language)[1] != language:
                    message = f"'{key}' lacks {name} in '{language}'; add it"
                    yield Problem(file, line, "labels", "icons", message)
