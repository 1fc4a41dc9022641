"""Telling of failures in the log without telling what patients wrote."""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """The kind of an error and where it came from, without its message.

    Messages of errors quote what they could not use: a patient's words, a token.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__module__}.{type(error).__name__}\n{frames}".rstrip()
