"""What is drawn is what was laid out: in few colours, of enough contrast, always the same."""

import hashlib
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from odd_charts import LANGUAGES, ODD_CHARTS, curve, icons
from PIL import Image, ImageColor
from small_knowledge import ROOT

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.contract_charts import ShownChart
from hepatica.pictures import png_of, sheet_of
from hepatica.pictures.colours import ACCENT, INK, LINE, PAPER, QUIET
from hepatica.pictures.words import Language
from hepatica.store import Snapshot

TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0
"""What WCAG AA asks for."""
LARGEST = 50_000
CHINESE = curve({6: 89.0, 12: 75.2}, {6: 81.7, 12: 43.1}, title="不同时间的总生存率（放疗）")
PIXELS = {"en": "ab9e4f0b9bd5220b", "zh": "b1f9193e7e5e0f7b"}


def _picture(chart: ShownChart, language: Language = "en") -> Image.Image:
    return Image.open(BytesIO(png_of(sheet_of(chart, language)))).convert("RGB")


def test_filled_people_are_filled_and_empty_ones_are_outlines() -> None:
    chart = icons((27, 100), (9, 38))
    picture = _picture(chart)
    for person in sheet_of(chart, "en").people:
        body = person.left + person.width // 2, person.top + person.height * 2 // 3
        colour = ACCENT if person.is_filled else PAPER
        assert picture.getpixel(body) == ImageColor.getrgb(colour)
        cell = picture.crop((person.left, person.top, *_corner(person.box)))
        assert ImageColor.getrgb(ACCENT if person.is_filled else LINE) in _colours(cell)


def _corner(box: object) -> tuple[int, int]:
    return int(box.right), int(box.bottom)


def _colours(picture: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in picture.getcolors(picture.width * picture.height)}


def test_two_groups_at_one_point_are_both_seen() -> None:
    chart = curve({12: 40, 24: 20}, {12: 40, 24: 20})
    sheet, picture = sheet_of(chart, "en"), _picture(chart)
    x, y = (round(side) for side in sheet.marks[0].at)
    around = picture.crop((x - 15, y - 15, x + 15, y + 15))
    assert {ImageColor.getrgb(ACCENT), ImageColor.getrgb(INK)} <= _colours(around)


def test_letters_are_drawn_where_their_line_is() -> None:
    chart = icons((1, 2))
    title = sheet_of(chart, "en").words[0]
    box = title.box
    place = tuple(round(side) for side in (box.left, box.top, box.right, box.bottom))
    assert ImageColor.getrgb(INK) in _colours(_picture(chart).crop(place))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("letter", "aé国“≥–5")
def test_the_letters_of_charts_are_in_the_font(language: Language, letter: str) -> None:
    """A letter that is not looks as U+10FFFF, which no font has."""
    drawn, missing = (_picture(icons((1, 1), title=t), language) for t in (letter, "\U0010ffff"))
    assert drawn.crop((0, 0, 300, 70)).tobytes() != missing.crop((0, 0, 300, 70)).tobytes()


@settings(max_examples=30, deadline=None)
@given(chart=ODD_CHARTS, language=LANGUAGES)
def test_the_edge_of_every_picture_is_empty(chart: ShownChart, language: Language) -> None:
    picture = _picture(chart, language)
    wide, high = picture.size
    sides = [(0, 0, wide, 4), (0, 0, 4, high), (0, high - 4, wide, high), (wide - 4, 0, wide, high)]
    assert all(_colours(picture.crop(side)) == {ImageColor.getrgb(PAPER)} for side in sides)


@pytest.mark.parametrize(
    ("colour", "least"),
    [
        (INK, TEXT_CONTRAST),
        (QUIET, TEXT_CONTRAST),
        (ACCENT, SHAPE_CONTRAST),
        (LINE, SHAPE_CONTRAST),
    ],
)
def test_colours_have_enough_contrast(colour: str, least: float) -> None:
    assert (_light(PAPER) + 0.05) / (_light(colour) + 0.05) >= least


def _light(colour: str) -> float:
    """The relative luminance as WCAG defines it."""
    shares = [part / 255 for part in ImageColor.getrgb(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("chart", "language"), [(icons((27, 100), (9, 100)), "en"), (CHINESE, "zh")]
)
def test_every_machine_draws_the_same(chart: ShownChart, language: Language) -> None:
    """When a font or Pillow changes what patients see, somebody should look at it: change this."""
    assert hashlib.sha256(_picture(chart, language).tobytes()).hexdigest()[:16] == PIXELS[language]


def test_fonts_and_settings_of_the_system_do_not_count(tmp_path: Path) -> None:
    order = json.dumps({"chart": CHINESE.model_dump(), "language": "zh"})
    code = (
        "import sys; from hepatica.pictures import picture_of;"
        "sys.stdout.buffer.write(picture_of(sys.stdin.buffer.read()))"
    )
    other = {"LC_ALL": "C", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "actions")}
    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        input=order.encode(),
        env={**other, "PATH": os.defpath},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        check=True,
    )
    assert elsewhere.stdout == png_of(sheet_of(CHINESE, "zh"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chart_of_the_store_is_a_small_picture(
    snapshot: Snapshot, language: Language
) -> None:
    charts = [
        chart
        for fact in snapshot.facts.values()
        for chart in compose([fact], snapshot, Style(language)).contract.charts or []
    ]
    pictures = [png_of(sheet_of(chart, language)) for chart in charts]
    assert len(pictures) > 50
    assert max(map(len, pictures)) < LARGEST
    for picture in map(Image.open, map(BytesIO, pictures)):
        assert (picture.format, picture.mode, picture.width) == ("PNG", "P", 720)
