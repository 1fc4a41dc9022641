"""Words on a sheet, wrapped where they must be."""

from hepatica.pictures.lettering import Style, width_of
from hepatica.pictures.shapes import Sheet, Words
from hepatica.pictures.wrapping import wrapped

WIDTH = 720
MARGIN = 28
INSIDE = WIDTH - 2 * MARGIN
"""The width that content may have."""


def write(sheet: Sheet, text: str, style: Style, top: int, left: int = MARGIN) -> int:
    """Write a text from a place to the right margin; gives the place below it."""
    return write_beside(sheet, text, style, (left, top), WIDTH - MARGIN - left)


def write_beside(
    sheet: Sheet, text: str, style: Style, corner: tuple[int, int], most: float
) -> int:
    """Write a text whose top left corner is there, ``most`` wide; gives the place below it."""
    left, top = corner

    def width(words: str) -> float:
        return width_of(words, style, sheet.language)

    for line in wrapped(text, most, width):
        sheet.words.append(Words(line, left, top, width(line), style))
        top += style.line
    return top
