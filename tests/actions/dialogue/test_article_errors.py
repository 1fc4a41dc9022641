"""Who quotes an error of the source article gets the fact that puts it right."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from talking import Talk, all_text

from hepatica.dialogue import Reply
from hepatica.store import Snapshot

Error = dict[str, Any]
ERRORS: list[Error] = yaml.safe_load(
    (Path(__file__).parent / "article_errors.yml").read_text(encoding="utf-8")
)
NAMES = [error["error"] for error in ERRORS]
QUOTES_IT = re.compile(
    r"[Ss]ome articles|[Oo]lder articles|Articles may say|expert papers still say|does not mean"
    r"|was not the first|有些文章|较早的文章|有的文章|有些中国专家|并不是"
)
"""What a sentence says when it quotes an error to correct it."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[。！？；\n]")
QUOTED = [
    pytest.param(error, quote, language, id=f"{error['error']}: {quote}")
    for error in ERRORS
    for language, quotes in error["quotes"].items()
    for quote in quotes
]


def _quote(talk: Talk, error: Error, quote: str, language: str) -> Reply:
    """The quote, after a turn that takes the notice."""
    talk.say("what is cirrhosis", "ask_basics", language)
    return talk.say(quote, error["intent"], language, **error.get("named", {}))


@pytest.mark.parametrize(("error", "quote", "language"), QUOTED)
def test_the_fact_that_corrects_it_is_in_the_answer(
    talk: Talk, error: Error, quote: str, language: str
) -> None:
    contract = _quote(talk, error, quote, language).contract
    assert (contract.kind, contract.language) == ("answer", language)
    assert set(contract.facts) & set(error["facts"])


@pytest.mark.parametrize(("error", "quote", "language"), QUOTED)
def test_the_right_figure_is_said(talk: Talk, error: Error, quote: str, language: str) -> None:
    text = all_text(_quote(talk, error, quote, language))
    assert [words for words in error["right"][language] if words not in text] == []


@pytest.mark.parametrize(("error", "quote", "language"), QUOTED)
def test_the_error_is_never_said_as_if_it_were_true(
    talk: Talk, error: Error, quote: str, language: str
) -> None:
    sentences = _SENTENCE.split(all_text(_quote(talk, error, quote, language)))
    repeated = [sentence for sentence in sentences if re.search(error["wrong"], sentence)]
    assert [sentence for sentence in repeated if not QUOTES_IT.search(sentence)] == []


@pytest.mark.parametrize("error", ERRORS, ids=NAMES)
def test_every_error_is_quoted_in_both_languages(error: Error) -> None:
    assert len(error["quotes"]["en"]) >= 3
    assert len(error["quotes"]["zh"]) >= 2


@pytest.mark.parametrize("error", ERRORS, ids=NAMES)
def test_the_facts_say_which_paragraph_they_correct(snapshot: Snapshot, error: Error) -> None:
    for identifier in error["facts"]:
        assert error["paragraph"] in snapshot.facts[identifier].corrects_seed


@pytest.mark.parametrize("error", ERRORS, ids=NAMES)
def test_no_quote_is_an_example_question_of_a_fact(snapshot: Snapshot, error: Error) -> None:
    examples = {q.casefold() for fact in snapshot.facts.values() for q in fact.questions.all()}
    quotes = {quote.casefold() for listed in error["quotes"].values() for quote in listed}
    assert examples.isdisjoint(quotes)
