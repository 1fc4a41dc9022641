"""People, marks and lines as masks with smooth edges."""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw

from hepatica.pictures.shapes import MARK, PERSON, Place, Stroke

FINE = 4
"""How much larger shapes are drawn before they are made small, as Pillow's have rough edges."""

SHAPES = ((60, 9, 0), (4, 15, 0), (3, 11, 0), (4, 15, 45))
"""Corners of each group's mark, their distance from its middle, and its turn."""
OUTLINE = 5


@lru_cache(maxsize=16)
def person_mask(width: int, *, is_filled: bool) -> Image.Image:
    """A head and shoulders; of an empty person only the outline."""
    unit = width * FINE / PERSON[0]
    mask = Image.new("L", (width * FINE, width * FINE * PERSON[1] // PERSON[0]))
    _person(ImageDraw.Draw(mask), unit, 0.5, 255)
    if not is_filled:
        _person(ImageDraw.Draw(mask), unit, -0.5, 0)
    return mask.reduce(FINE)


def _person(draw: ImageDraw.ImageDraw, unit: float, more: float, shade: int) -> None:
    """A person in cells of 10 by 15 units, its edge moved outwards by ``more`` of them."""

    def scaled(*sides: float) -> list[float]:
        return [side * unit for side in sides]

    head = 2 + more
    draw.ellipse(scaled(5 - head, 4 - head, 5 + head, 4 + head), fill=shade)
    left, right, top, bottom = 2 - more, 8 + more, 7 - more, 13 + more
    draw.pieslice(scaled(left, top, right, top + 5 + 2 * more), 180, 360, fill=shade)
    draw.rectangle(scaled(left, top + 2.5 + more, right, bottom), fill=shade)


@lru_cache(maxsize=8)
def mark_mask(group: int, *, is_filled: bool) -> Image.Image:
    """The mark of a group: a disc, a square, a triangle, a diamond; or only its outline."""
    size = 2 * MARK * FINE
    mask = Image.new("L", (size, size))
    draw = ImageDraw.Draw(mask)
    centre = size / 2
    sides, radius, turn = SHAPES[group % len(SHAPES)]
    draw.regular_polygon((centre, centre, radius * FINE), sides, turn, fill=255)
    if not is_filled:
        draw.regular_polygon((centre, centre, (radius - OUTLINE) * FINE), sides, turn, fill=0)
    return mask.reduce(FINE)


def stroke_mask(stroke: Stroke) -> tuple[Image.Image, tuple[int, int]]:
    """A line, and where the top left corner of its mask stands."""
    margin = stroke.width
    left = math.floor(min(x for x, _ in stroke.places)) - margin
    top = math.floor(min(y for _, y in stroke.places)) - margin
    width = math.ceil(max(x for x, _ in stroke.places)) + margin - left
    height = math.ceil(max(y for _, y in stroke.places)) + margin - top
    mask = Image.new("L", (width * FINE, height * FINE))
    draw = ImageDraw.Draw(mask)
    for places in _dashed(stroke.places, stroke.dashes):
        scaled = [((x - left) * FINE, (y - top) * FINE) for x, y in places]
        draw.line(scaled, fill=255, width=stroke.width * FINE, joint="curve")
    return mask.reduce(FINE), (left, top)


def _dashed(places: tuple[Place, ...], dashes: tuple[int, ...]) -> Iterator[list[Place]]:
    """The pieces that are drawn; each straight part begins with a dash."""
    if not dashes:
        yield list(places)
        return
    for start, end in pairwise(places):
        length = math.dist(start, end)
        done, nth = 0.0, 0
        while done < length:
            until = min(done + dashes[nth % len(dashes)], length)
            if nth % 2 == 0:
                yield [_between(start, end, done / length), _between(start, end, until / length)]
            done, nth = until, nth + 1


def _between(start: Place, end: Place, share: float) -> Place:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
