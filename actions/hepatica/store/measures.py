"""Which glossary measure a figure's wording means."""

from hepatica.models import Glossary


class Measures:
    """Finds the glossary measure inside wording such as "median overall survival"."""

    def __init__(self, glossary: Glossary) -> None:
        names = [
            (name.casefold(), term.id)
            for term in glossary.terms
            if term.entity == "measure"
            for name in (term.term.en, *term.abbreviations, *term.synonyms.en)
        ]
        self._names = sorted(names, key=lambda pair: -len(pair[0]))

    def find(self, wording: str) -> str | None:
        """Id of the measure with the longest name in ``wording``, or None.

        A median is a way to sum up, so "median overall survival" is overall survival.
        """
        padded = f" {wording.casefold()} "
        found = [term for name, term in self._names if f" {name} " in padded]
        specific = [term for term in found if term != "median"]
        return next(iter(specific or found), None)
