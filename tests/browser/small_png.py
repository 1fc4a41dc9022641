"""Pictures of pages in few bytes: a page has few colours."""

from __future__ import annotations

import io

from PIL import Image

COLOURS = (256, 128, 64, 32)


def shrunk(picture: bytes, most: int) -> bytes:
    """The picture as a PNG of at most ``most`` bytes, with as many colours as fit.

    The same picture always gives the same bytes.

    Raises:
        ValueError: it is larger even with the fewest colours.
    """
    for colours in COLOURS:
        small = _with_colours(picture, colours)
        if len(small) <= most:
            return small
    raise ValueError(f"has {len(small)} bytes even with {COLOURS[-1]} colours; at most {most}")


def _with_colours(picture: bytes, colours: int) -> bytes:
    with Image.open(io.BytesIO(picture)) as full:
        few = full.convert("RGB").quantize(
            colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()
