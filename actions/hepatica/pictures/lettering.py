"""Letters: their sizes, weights and colours, and how wide words are."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from PIL import ImageFont

from hepatica.pictures.colours import INK, QUIET
from hepatica.pictures.words import Language

_FACES: dict[Language, int] = {"en": 0, "zh": 2}
"""Faces of the font file. The Chinese one sets “quotes” as wide as Chinese letters."""
_LINE_HEIGHT = 1.4
_ABOVE = 1.08
"""From the top of a line to the foot of its letters, in sizes."""


@dataclass(frozen=True)
class Style:
    """How words look. No size is below 28: pictures are 720 wide on a phone of 360."""

    size: int
    weight: int = 400
    colour: str = INK

    @property
    def line(self) -> int:
        """The height of a line."""
        return round(_LINE_HEIGHT * self.size)

    @property
    def above(self) -> int:
        """How far below the top of a line its letters stand."""
        return round(_ABOVE * self.size)


TITLE = Style(40, 700)
LABEL = Style(32, 700)
BODY = Style(30)
AXIS = Style(28)
SMALL = Style(28, colour=QUIET)


@lru_cache(maxsize=16)
def font(style: Style, language: Language) -> ImageFont.FreeTypeFont:
    """The letters of a style, from a package and never from the system.

    The basic layout engine: the other one needs a library that only some systems have, and these
    languages need nothing of it.
    """
    path = files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
    basic = ImageFont.Layout.BASIC
    letters = ImageFont.truetype(str(path), style.size, _FACES[language], layout_engine=basic)
    letters.set_variation_by_axes([style.weight])
    return letters


def width_of(words: str, style: Style, language: Language) -> float:
    """How wide words are in one line: as all their letters, since this font moves none closer."""
    return sum(_width(letter, style, language) for letter in words)


@lru_cache(maxsize=8192)
def _width(letter: str, style: Style, language: Language) -> float:
    return font(style, language).getlength(letter)
