"""The detector is asked, and its hits are counted by language."""

from pathlib import Path

import pytest

from scorecard.languages import LanguageFigures, Spoken, by_language, detect, load_short
from scorecard.rates import Rate
from scorecard.sets import HELD_OUT, TUNING, SetError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "held_out").mkdir()
    return tmp_path


def written(folder: Path, text: str) -> Path:
    (folder / "held_out" / "languages.yml").write_text(text, encoding="utf-8")
    return folder


def test_hits_are_counted_by_the_language_that_was_spoken() -> None:
    spoken = [Spoken("hola", "es"), Spoken("me duele", "es"), Spoken("hi", "en")]
    assert by_language(spoken, ["es", "it", "en"]) == {"es": Rate(1, 2), "en": Rate(1, 1)}


def test_all_languages_together_count_every_message() -> None:
    figures = LanguageFigures({"en": Rate(3, 4), "zh": Rate(1, 1)}, {})
    assert figures.all_short == Rate(4, 5)


def test_the_bots_own_detector_is_asked() -> None:
    assert detect(["what is PVTT", "PVTT 是什么", "qué es el cáncer de hígado"]) == [
        "en",
        "zh",
        "es",
    ]


def test_a_short_message_has_text_and_language(folder: Path) -> None:
    found = load_short(HELD_OUT, written(folder, "- {ask: hola, language: es}"))
    assert found == [Spoken("hola", "es")]


@pytest.mark.parametrize(
    "entry", ["{ask: hola}", "{language: es}", "{ask: hei, language: xx}", "hola"]
)
def test_an_entry_that_cannot_be_counted_is_told(folder: Path, entry: str) -> None:
    with pytest.raises(SetError, match="entry 2"):
        load_short(HELD_OUT, written(folder, f"- {{ask: hi, language: en}}\n- {entry}"))


def test_a_missing_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetError, match=r"languages\.yml"):
        load_short(HELD_OUT, tmp_path)


@pytest.mark.parametrize("which", [HELD_OUT, TUNING])
def test_the_sets_have_all_languages_that_are_answered(which: str) -> None:
    assert {"en", "zh", "es"} <= {spoken.language for spoken in load_short(which)}
