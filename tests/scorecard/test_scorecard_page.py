"""The page, its pictures and its JSON file show the same run."""

import json
import re
from pathlib import Path

import pytest

from scorecard import page
from scorecard.asking import Outcome
from scorecard.card import Card
from scorecard.compare.run import Comparison
from scorecard.compare.systems import Cost, Guess, System
from scorecard.figures import figures
from scorecard.languages import LanguageFigures
from scorecard.rates import Rate
from scorecard.sets import Item, Request


def outcome(wanted: str, came: str, language: str = "en") -> Outcome:
    facts = frozenset({"a"} if wanted == "answer" else ())
    item = Item("the message itself", Request(frozenset({wanted}), facts), "some", language)
    return Outcome(item, came, ("a",) if came == "answer" else (), language)


OUTCOMES = [
    outcome("answer", "answer"),
    outcome("answer", "no_fact", "zh"),
    outcome("out_of_scope", "out_of_scope"),
    outcome("emergency", "emergency", "es"),
]
CLASSIFIER = System(
    "ours",
    80,
    [
        Guess("question", 0.9),
        Guess("question", 0.6),
        Guess("question", 0.5),
        Guess("emergency", 0.95),
    ],
    Cost([3.0, 4.0, 5.0, 6.0], 812.4, 14.6),
)
SERVED = System(
    "served",
    80,
    [
        Guess("question", 0.9),
        Guess("question", 0.6),
        Guess("out_of_scope", 0.5),
        Guess("emergency", 1.0),
    ],
)
COMPARISON = Comparison(
    systems=[CLASSIFIER, SERVED],
    classifier=CLASSIFIER,
    served=SERVED,
    epochs=7,
    sampled=20,
    examples=80,
    limit=0.42,
)


@pytest.fixture(scope="module")
def card() -> Card:
    spoken = LanguageFigures({"en": Rate(9, 10), "fr": Rate(1, 2)}, {"en": Rate(5, 5)})
    return Card(OUTCOMES, figures(OUTCOMES), spoken, COMPARISON)


@pytest.fixture(scope="module")
def target(card: Card, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("docs") / "scorecard.md"
    page.write(target, card)
    return target


def test_every_picture_of_the_page_is_there(target: Path) -> None:
    pictures = re.findall(r"\]\(([^)]+\.png)\)", target.read_text(encoding="utf-8"))
    assert len(pictures) == 6
    assert all((target.parent / name).read_bytes().startswith(b"\x89PNG") for name in pictures)


def test_every_picture_that_is_written_stands_on_the_page(target: Path) -> None:
    text = target.read_text(encoding="utf-8")
    assert [path.name for path in target.parent.glob("*.png") if path.name not in text] == []


def test_the_page_says_what_was_reduced(target: Path) -> None:
    text = target.read_text(encoding="utf-8")
    assert "**20 of the 80 examples**" in text
    assert "**7 epochs instead of 100**" in text


def test_each_compared_system_has_its_row(target: Path) -> None:
    text = target.read_text(encoding="utf-8")
    assert (
        "| ours | 80 | 75.0% (3/4; 30–95) | 0.0% (0/1; 0–79) | – | – | 4.5 | 5.8 | 15 | 812 |"
        in (text)
    )


def test_the_whole_bot_is_compared_with_what_it_answered(card: Card) -> None:
    whole = card.systems[-1]
    assert [guess.kind for guess in whole.guesses] == [
        "question",
        "question",
        "out_of_scope",
        "emergency",
    ]
    assert whole.finds_facts


def test_confidence_is_held_against_the_outcome_over_http(card: Card) -> None:
    judged = card.judged()
    assert judged["all messages"] == ([0.9, 0.6, 0.5, 1.0], [True, False, True, True])
    assert judged["answered with facts"] == ([0.9], [True])
    assert judged["Chinese"] == ([0.6], [False])


def test_calibration_is_that_of_the_classifier_alone(card: Card) -> None:
    found = [(round(b.low, 1), b.right) for b in card.calibration()]
    assert found == [(0.5, Rate(0, 1)), (0.6, Rate(1, 1)), (0.9, Rate(2, 2))]


def test_the_json_has_what_the_page_shows(target: Path) -> None:
    data = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    assert data["messages"] == 4
    assert data["languages"]["zh"]["right"]["hits"] == 0
    assert data["language_identification"]["short"]["fr"] == Rate(1, 2).data()
    assert data["comparison"]["sampled"] == 20
    assert [row["name"] for row in data["comparison"]["systems"]][:2] == ["ours", "served"]
    assert data["coverage_risk"]["all messages"]["points"][0]["risk"]["hits"] == 1
    gaps = (1 * abs(0 - 0.5) + 1 * abs(1 - 0.6) + 2 * abs(1 - 0.925)) / 4
    assert data["calibration"]["expected_error"] == pytest.approx(gaps, abs=1e-4)


def test_the_page_shows_no_held_out_message(target: Path) -> None:
    written = target.read_text(encoding="utf-8") + target.with_suffix(".json").read_text("utf-8")
    assert "the message itself" not in written


def test_the_same_run_gives_the_same_files(card: Card, target: Path, tmp_path: Path) -> None:
    page.write(tmp_path / "scorecard.md", card)
    for path in target.parent.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
