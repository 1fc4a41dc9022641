"""Draws a sheet as a PNG; where everything stands was decided before."""

from functools import lru_cache
from io import BytesIO
from itertools import chain

from PIL import Image, ImageColor, ImageDraw

from hepatica.pictures.colours import ACCENT, GRID, INK, LINE, PAPER, QUIET
from hepatica.pictures.lettering import font
from hepatica.pictures.shapes import Mark, Person, Sheet, Stroke
from hepatica.pictures.signs import mark_mask, person_mask, stroke_mask

SHADES = {INK: 4, QUIET: 4, ACCENT: 3, LINE: 3, GRID: 1}
"""Steps from each colour to the paper, for smooth edges; 16 with the paper, so half a byte each."""


def png_of(sheet: Sheet) -> bytes:
    """The picture: few colours and few bytes, and always the same for the same sheet."""
    image = Image.new("RGB", (sheet.width, sheet.height), PAPER)
    for stroke in sheet.strokes:
        _stroke(image, stroke)
    for mark in sorted(sheet.marks, key=lambda mark: mark.is_filled):
        _mark(image, mark)
    for person in sheet.people:
        _person(image, person)
    _write(image, sheet)
    file = BytesIO()
    few = image.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(file, "PNG")
    return file.getvalue()


def _stroke(image: Image.Image, stroke: Stroke) -> None:
    mask, corner = stroke_mask(stroke)
    image.paste(stroke.colour, corner, mask)


def _mark(image: Image.Image, mark: Mark) -> None:
    corner = round(mark.box.left), round(mark.box.top)
    if not mark.is_filled:
        image.paste(PAPER, corner, mark_mask(mark.group, is_filled=True))
    image.paste(mark.colour, corner, mark_mask(mark.group, is_filled=mark.is_filled))


def _person(image: Image.Image, person: Person) -> None:
    colour = ACCENT if person.is_filled else LINE
    mask = person_mask(person.width, is_filled=person.is_filled)
    image.paste(colour, (person.left, person.top), mask)


def _write(image: Image.Image, sheet: Sheet) -> None:
    draw = ImageDraw.Draw(image)
    for words in sheet.words:
        foot = words.left, words.top + words.style.above
        letters = font(words.style, sheet.language)
        draw.text(foot, words.text, words.style.colour, letters, anchor="ls")


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The paper, and each colour in shades on it: all that can come up."""
    paper = ImageColor.getrgb(PAPER)
    shades = [
        _shade(colour, nth / most) for colour, most in SHADES.items() for nth in range(1, most + 1)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*paper, *chain.from_iterable(shades)])
    return palette


def _shade(colour: str, share: float) -> list[int]:
    paper = ImageColor.getrgb(PAPER)
    return [
        round(p + (c - p) * share) for c, p in zip(ImageColor.getrgb(colour), paper, strict=True)
    ]
