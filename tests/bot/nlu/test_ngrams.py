"""Hashed n-grams."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.ngrams import BUCKETS, document_frequencies, ngram_counts, weighted
from bot.paths import ROOT

FLAT = np.ones(BUCKETS, dtype=np.float32)


@given(st.text())
def test_every_bucket_is_in_range(text: str) -> None:
    assert all(0 <= bucket < BUCKETS and n > 0 for bucket, n in ngram_counts(text).items())


def test_the_same_text_gives_the_same_buckets_in_another_process() -> None:
    code = "from bot.nlu import ngrams; print(sorted(ngrams.ngram_counts('PVTT 是什么').items()))"

    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert other.stdout.strip() == str(sorted(ngram_counts("PVTT 是什么").items()))


@pytest.mark.parametrize("text", ["a", "survival", "again again", "五年生存率", "😀", "\ud800"])
def test_weights_have_unit_length(text: str) -> None:
    _, weights = weighted(text, FLAT)

    assert np.linalg.norm(weights) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_a_text_without_words_has_no_ngrams(text: str) -> None:
    buckets, weights = weighted(text, FLAT)

    assert len(buckets) == len(weights) == 0


def test_upper_and_lower_case_are_the_same() -> None:
    assert ngram_counts("TACE Therapy") == ngram_counts("tace therapy")


def test_a_typing_error_keeps_most_ngrams() -> None:
    right, wrong = ngram_counts("radiotherapy"), ngram_counts("radiotherpy")

    assert len(right.keys() & wrong.keys()) > len(right) / 3


def test_the_order_of_words_counts() -> None:
    assert ngram_counts("surgery then radiotherapy") != ngram_counts("radiotherapy then surgery")


def test_a_rare_ngram_weighs_more_than_a_common_one() -> None:
    idf = document_frequencies(["the liver", "the stage", "the scan"])
    common, rare = (idf[list(ngram_counts(word))].mean() for word in ("the", "liver"))

    assert rare > common > 0


def test_weights_follow_the_document_frequencies() -> None:
    idf = document_frequencies(["the liver", "the stage", "the scan"])

    buckets, weights = weighted("the liver", idf)

    by_bucket = dict(zip(buckets.tolist(), weights.tolist(), strict=True))
    common, rare = (
        max(by_bucket[bucket] for bucket in ngram_counts(word)) for word in ("the", "liver")
    )
    assert rare > common
