"""A phrases file that would lose a number or a source does not load."""

import pytest
from small_knowledge import SmallKnowledge

from hepatica.loading import KnowledgeError


def _message(small: SmallKnowledge) -> str:
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    [problem] = caught.value.problems
    assert problem.file == "knowledge/phrases.yml"
    return problem.message


def test_a_lost_field_is_told(small: SmallKnowledge) -> None:
    small.phrases["phrases"]["percent"]["en"] = "{count} out of {out_of}"
    assert "'percent' must use exactly {count}, {out_of}, {value}" in _message(small)


def test_a_missing_phrase_is_told(small: SmallKnowledge) -> None:
    del small.phrases["phrases"]["notice"]
    assert _message(small) == "missing phrases: notice"


def test_an_unknown_phrase_is_told(small: SmallKnowledge) -> None:
    small.phrases["phrases"]["notices"] = {"en": "Note."}
    assert _message(small) == "unknown phrases: notices"


def test_an_empty_phrase_is_told(small: SmallKnowledge) -> None:
    small.phrases["phrases"]["notice"]["en"] = "  "
    assert "at least 1 character" in _message(small)


def test_a_nameless_field_beside_the_named_ones_is_told(small: SmallKnowledge) -> None:
    small.phrases["phrases"]["caveat"]["en"] = "Keep in mind: {caveat} {}"
    assert "'caveat'" in _message(small)


def test_a_field_with_a_format_is_told(small: SmallKnowledge) -> None:
    small.phrases["phrases"]["caveat"]["en"] = "Keep in mind: {caveat:.1f}"
    assert "'caveat'" in _message(small)
