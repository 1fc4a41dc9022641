"""What measures, groups and time points of figures are called in languages other than English."""

from pydantic import Field

from hepatica.models.base import Model, NonEmpty

Names = dict[NonEmpty, dict[str, NonEmpty]]
"""English wording, then language code, then the wording in that language."""


class Labels(Model):
    """Translations of the short wordings that figures are made of.

    Figures are written once, in English; the same wording ("overall survival") stands under many
    of them, so it is translated once, here. ``words`` are values that are no numbers ("not
    reached").
    """

    measures: Names = Field(default_factory=dict)
    groups: Names = Field(default_factory=dict)
    timepoints: Names = Field(default_factory=dict)
    units: Names = Field(default_factory=dict)
    words: Names = Field(default_factory=dict)

    def get(self, kind: str, wording: str, language: str) -> str:
        """``wording`` in ``language``, as it stands when there is no translation."""
        names: Names = getattr(self, kind)
        return names.get(wording, {}).get(language, wording)

    def lacks(self, kind: str, wording: str, language: str) -> bool:
        """Whether ``wording`` has no translation into ``language``."""
        names: Names = getattr(self, kind)
        return language not in names.get(wording, {})
