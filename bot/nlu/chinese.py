"""Traditional Chinese characters as simplified ones."""

from functools import lru_cache
from typing import Any

FIRST_CHARACTER = "\u3400"


def simplified(text: str) -> str:
    """The text with every Traditional character as its simplified form; the rest as it is.

    >>> simplified("放療會痛嗎")
    '放疗会痛吗'
    """
    if not any(character >= FIRST_CHARACTER for character in text):
        return text
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
