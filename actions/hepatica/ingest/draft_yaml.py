"""A draft as YAML that people like to edit."""

import re
from datetime import date
from typing import Any, ClassVar

import yaml

from hepatica.loading.yaml_lines import CuratorLoader

TODO = "TODO"
"""Stands where a curator has to write; a draft that holds it is refused."""

WIDTH = 110
_LEAP_DAY = (2, 29)
_VALID_UNTIL = re.compile(rf"^  valid_until: {TODO}$", re.MULTILINE)
_HEADER = """\
# A draft made from a document; no fact yet. Complete it, then run: hepatica check {name}
#
# For each entry:
# - Is it worth a fact? If not, delete the entry.
# - `passage` is the document's sentence, for your eyes only. Its words are not ours: write
#   `statement` and `simpler` in your own. Keep it until you are done; the check compares with it.
# - Replace every TODO. What else stands in `figures` and `facets` was guessed by rules: compare
#   each figure with the passage, and its measure, group, time point and number of people, too.
# - A number that the rules missed is to be added by hand.
#
# When the check finds nothing more, move the entries to knowledge/facts/{topic}.yml, without
# `passage`.
"""


def draft_yaml(draft: dict[str, Any], name: str, today: date) -> str:
    """The text of a draft file.

    Args:
        draft: the draft as data.
        name: what the file will be called.
        today: a date one year later is proposed until which each fact is valid.
    """
    head = {key: value for key, value in draft.items() if key != "facts"}
    proposed = f"  valid_until: {TODO}  # proposed: {_year_later(today).isoformat()}"
    entries = (_VALID_UNTIL.sub(proposed, _dump([_lean(fact)])) for fact in draft["facts"])
    header = _HEADER.format(name=re.sub(r"[^\w.-]", "_", name), topic=draft["topic"])
    return f"{header}\n{_dump(head)}facts:\n" + "\n".join(entries)


def _lean(fact: dict[str, Any]) -> dict[str, Any]:
    """The entry without notes that say nothing, and languages without questions."""
    figures = [
        {key: value for key, value in figure.items() if key != "note" or value}
        for figure in fact["figures"]
    ]
    questions = {language: asked for language, asked in fact["questions"].items() if asked}
    return fact | {"figures": figures, "questions": questions}


def _year_later(day: date) -> date:
    if (day.month, day.day) == _LEAP_DAY:
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)


_FastDumper: type = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_FastDumper):
    """Writes what CuratorLoader reads: "on" is a plain key, and nothing is shared by alias."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = (
        CuratorLoader.yaml_implicit_resolvers
    )

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True


def _dump(data: Any) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return text
