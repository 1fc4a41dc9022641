"""The fixed words around facts, edited by curators in ``knowledge/phrases.yml``."""

import string

from pydantic import PrivateAttr, model_validator

from hepatica.models.base import Model, Text

_FIELDS = {
    "percent": "count out_of value",
    "percent_small": "out_of value",
    "percent_large": "out_of value",
    "percent_range": "low high value",
    "percent_below": "limit value",
    "people": "count out_of",
    "amount": "value unit",
    "measured_at": "measure span",
    "measured_when": "measure when",
    "month": "n",
    "months": "n",
    "year": "n",
    "years": "n",
    "people_percent": "count out_of value",
    "part_group": "amount group",
    "at_most": "amount",
    "at_least": "amount",
    "nearly": "amount",
    "a_little_over": "amount",
    "rest": "count",
    "both_alive": "amount rest",
    "both_lived": "amount rest",
    "both_free": "amount rest",
    "both_back": "amount rest",
    "keyed_free": "amount rest",
    "half_alive": "amount",
    "half_free": "amount",
    "most_alive": "amount",
    "figure": "measure amount",
    "figure_group": "measure group amount",
    "who": "population",
    "who_groups": "population groups",
    "group_size": "n group",
    "over_time": "measure",
    "chart_source": "label",
    "chart_caption": "who source",
    "chart_key_free": "caption",
    "icons_alt": "title said filled empty caption",
    "curve_alt": "title said caption",
    "caveat": "caveat",
    "source": "labels on",
    "sources_signed": "labels signers on",
    "signer": "who role",
    "and_unsigned": "line mark",
    "and_also": "one other",
    "and_then": "one other",
    "overdue": "on",
    "source_line": "title label link",
    "source_seen": "retrieved",
    "how_many": "study groups",
    "how_many_total": "study population",
    "no_time_point": "measure asked study known",
    "no_time_point_at_all": "asked study",
    "stage_row": "system looks_at code meaning",
    "stage_row_none": "system looks_at code",
    "system_row": "system looks_at stages",
    "stage_meaning": "code meaning",
    "stage_in_words": "meaning words",
    "stage_asked": "code",
    "part": "asked",
}
_PLAIN = [
    "notice",
    "sure_established",
    "sure_trial_result",
    "sure_expert_guidance",
    "source_intro",
    "no_fact",
    "nothing_yet",
    "groups_only",
    "key_free",
    "filled_alive",
    "empty_alive",
    "filled_lived",
    "empty_lived",
    "filled_free",
    "empty_free",
    "filled_back",
    "empty_back",
    "translation_unreviewed",
    "offer_figures",
    "offer_yes",
    "offer_no",
    "all_right",
    "stages_compared",
    "stage_only_team",
    "stage_system",
    "stage_looks_at",
    "stage_means",
    "stage_words",
    "no_more",
    "sorry_hard",
    "part_out_of_scope",
    "language_switched",
    "languages_known",
    "no_sample_size",
    "clarify",
    "personal_advice",
    "ask_team",
    "general_fact",
    "only_english",
    "start_treatment",
    "start_stages",
    "start_effects",
    "suggest_simpler",
    "suggest_source",
    "suggest_how_many",
    "suggest_more",
]


class Phrasebook(Model):
    """Every fixed phrase by name, in each language.

    A phrase that is missing, unknown, or has lost one of its ``{fields}`` is refused, because
    the answer would otherwise lose a number or a source.
    """

    phrases: dict[str, Text]
    _speaks: dict[str, bool] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> "Phrasebook":
        wanted = {**dict.fromkeys(_PLAIN, ""), **_FIELDS}
        if missing := sorted(set(wanted) - set(self.phrases)):
            raise ValueError(f"missing phrases: {', '.join(missing)}")
        if unknown := sorted(set(self.phrases) - set(wanted)):
            raise ValueError(f"unknown phrases: {', '.join(unknown)}")
        for name, text in self.phrases.items():
            for wording in filter(None, (text.en, text.zh)):
                _check_fields(name, wording, set(wanted[name].split()))
        return self

    def speaks(self, language: str) -> bool:
        """Whether every phrase is there in ``language``."""
        if language not in self._speaks:
            texts = self.phrases.values()
            self._speaks[language] = all(text.get(language)[1] == language for text in texts)
        return self._speaks[language]

    def say(self, name: str, language: str = "en", **fields: object) -> str:
        """The phrase ``name`` in ``language`` (English when missing) with its fields filled."""
        return self.phrases[name].get(language)[0].format(**fields)


def _check_fields(name: str, wording: str, wanted: set[str]) -> None:
    try:
        parts = list(string.Formatter().parse(wording))
    except ValueError as error:
        raise ValueError(f"phrase '{name}': broken {{}} ({error})") from error
    found = {field for _, field, _, _ in parts if field is not None}
    plain = not any(spec or conversion for _, _, spec, conversion in parts)
    if found != wanted or not plain:
        listed = ", ".join(f"{{{field}}}" for field in sorted(wanted)) or "no {fields}"
        raise ValueError(f"phrase '{name}' must use exactly {listed}: {wording!r}")
