"""The page, its pictures and its JSON file show the same run."""

import json
import re
from pathlib import Path

import pytest
from benchmarked import data

from bench.speed import page
from bench.speed.plots import draw
from dev.paths import ROOT

EMPTY = f"# Head\n\nBefore.\n\n{page.BEGIN}{page.END}\nAfter.\n"
DOCS = ROOT / "docs" / "benchmarks.md"
measured = pytest.mark.skipif(
    not DOCS.with_suffix(".json").exists(), reason="make bench has written no figures yet"
)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("docs") / "benchmarks.md"
    target.write_text(EMPTY, encoding="utf-8")
    page.write(target, data())
    return target


@measured
def test_the_readme_tells_what_was_measured() -> None:
    found = json.loads(DOCS.with_suffix(".json").read_text(encoding="utf-8"))
    ratios = found["ratios"]["default"]["ours"]
    told = [f"{ratios[name]['value']:.2f} times" for name in ("p50", "rss", "training")]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"0\.\d\d times", readme) == told


def test_what_stands_around_the_figures_stays(target: Path) -> None:
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# Head\n\nBefore.\n")
    assert text.endswith("\nAfter.\n")


def test_every_picture_of_the_page_is_there_and_no_other(target: Path) -> None:
    named = re.findall(r"\]\(([^)]+\.png)\)", target.read_text(encoding="utf-8"))
    assert sorted(named) == sorted(path.name for path in target.parent.glob("*.png"))
    assert all((target.parent / name).read_bytes().startswith(b"\x89PNG") for name in named)


def test_the_page_can_be_made_again_from_the_json(target: Path, tmp_path: Path) -> None:
    again = tmp_path / "benchmarks.md"
    again.write_text(EMPTY, encoding="utf-8")
    page.write(again, json.loads(target.with_suffix(".json").read_text(encoding="utf-8")))
    for path in target.parent.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_page_says_which_goals_are_met(target: Path) -> None:
    text = target.read_text(encoding="utf-8")
    assert (
        "| Memory (RSS) after all turns, to Rasa's default | at most 0.55 | 0.250 | met |" in text
    )
    assert "| Training, to Rasa's default | at most 0.1 | 0.150 | **not met** |" in text


def test_the_page_tells_the_machine_and_its_load(target: Path) -> None:
    text = target.read_text(encoding="utf-8")
    assert "| Processor | Made-up CPU, 2 cores |" in text
    assert "0.10, 0.20, 0.30 at the start; 1.50, 1.20, 0.80 at the end" in text


def test_no_path_of_the_machine_is_shown(target: Path) -> None:
    written = target.read_text(encoding="utf-8") + target.with_suffix(".json").read_text("utf-8")
    assert "/secret" not in written
    assert str(ROOT) not in written


def test_reckoned_training_shows_how() -> None:
    part = page.generated(data(epochs=50))
    assert "200.0 s + 50 x 4.0 s (DIETClassifier) = 400.0 s." in part
    assert "with its own number of epochs" in page.generated(data())


def test_a_small_run_says_that_it_proves_nothing() -> None:
    assert "say nothing about the goals" in page.generated(data(quick=True))
    assert "say nothing about the goals" not in page.generated(data())


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "benchmarks.md"
    target.write_text("# Head\n", encoding="utf-8")
    with pytest.raises(ValueError, match="markers"):
        page.write(target, data())
    assert [path.name for path in tmp_path.iterdir()] == ["benchmarks.md"]


@measured
def test_the_page_of_this_checkout_shows_its_json() -> None:
    text = DOCS.read_text(encoding="utf-8")
    found = json.loads(DOCS.with_suffix(".json").read_text(encoding="utf-8"))
    assert text == page.replaced(text, page.generated(found))


@measured
def test_the_pictures_of_this_checkout_are_there() -> None:
    named = set(re.findall(r"\]\(([^)]+\.png)\)", DOCS.read_text(encoding="utf-8")))
    assert len(named) == 4
    assert all((DOCS.parent / name).is_file() for name in named)


def test_pictures_can_be_drawn_of_a_variant_that_never_grew(tmp_path: Path) -> None:
    flat = data()
    del flat["lengths"]["default"]
    assert len(draw(flat, tmp_path / "p.md")) == 4
