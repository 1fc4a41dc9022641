"""What measures, groups and time points of figures are called in languages other than English."""

from pydantic import Field, model_validator

from hepatica.models.base import Model, NonEmpty, Text

Names = dict[NonEmpty, dict[str, NonEmpty]]
"""English wording, then language code, then the wording in that language."""


class IconWords(Model):
    """What one person of a chart stands for: filled, and empty."""

    filled: Text
    empty: Text


class Labels(Model):
    """Translations of the short wordings that figures are made of.

    Figures are written once, in English; the same wording ("overall survival") stands under many
    of them, so it is translated once, here. ``words`` are values that are no numbers ("not
    reached"). ``people`` says, in English too, who the people of a group were where the source's
    ``population`` does not; its keys are "group (study)". ``icons`` has the words of a chart of
    people; its keys are a measure, or "measure (group)" where they are true of one group only.
    """

    measures: Names = Field(default_factory=dict)
    groups: Names = Field(default_factory=dict)
    timepoints: Names = Field(default_factory=dict)
    units: Names = Field(default_factory=dict)
    words: Names = Field(default_factory=dict)
    people: Names = Field(default_factory=dict)
    icons: dict[NonEmpty, IconWords] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _people_in_english(self) -> "Labels":
        for key, told in self.people.items():
            if "en" not in told:
                raise ValueError(f"people: '{key}' has no wording in English; add en:")
        return self

    def get(self, kind: str, wording: str, language: str) -> str:
        """``wording`` in ``language``, as it stands when there is no translation."""
        names: Names = getattr(self, kind)
        return names.get(wording, {}).get(language, wording)

    def lacks(self, kind: str, wording: str, language: str) -> bool:
        """Whether ``wording`` has no translation into ``language``."""
        names: Names = getattr(self, kind)
        return language not in names.get(wording, {})

    def people_of(self, group: str | None, study: str) -> Text | None:
        """Who the people of a study's group were; None where nothing is noted of the group."""
        told = self.people.get(people_key(group, study))
        return Text(**told) if told else None

    def icons_of(self, measure: str, group: str | None) -> IconWords | None:
        """What the people of a chart stand for; None where nobody has said it."""
        return self.icons.get(icons_key(measure, group)) or self.icons.get(measure)


def icons_key(measure: str, group: str | None) -> str:
    """What the measure of one group is called under ``icons``.

    >>> icons_key("share of new cases", "China vs world")
    'share of new cases (China vs world)'
    """
    return f"{measure} ({group})"


def people_key(group: str | None, study: str) -> str:
    """What a group is called under ``people``.

    >>> people_key("surgery alone", "wei-2019-jco")
    'surgery alone (wei-2019-jco)'
    """
    return f"{group} ({study})"
