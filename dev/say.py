"""Words to the person at the terminal."""

import sys
import time
from types import TracebackType


class Trouble(Exception):  # noqa: N818 - no error of ours, mostly
    """Something went wrong that a person can put right; the text is all that they get to see."""


def say(text: str) -> None:
    """Print one message, at once even when the output is a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print one message on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def heading(text: str) -> None:
    """Print a heading that stands out among the output of other programs."""
    say(f"\n=== {text} {'=' * max(3, 74 - len(text))}")


def indented(lines: list[str]) -> str:
    """Lines of a log, set off from our own words."""
    return "\n".join(f"    {line}" for line in lines)


class Elapsed:
    """Counts the seconds of a long step on one line of a terminal; prints nothing elsewhere."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = time.monotonic()
        self._shown = sys.stdout.isatty()

    def __enter__(self) -> "Elapsed":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the line away again."""
        if self._shown:
            sys.stdout.write("\r\033[K")
            sys.stdout.flush()

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return round(time.monotonic() - self._start)

    def show(self) -> None:
        """Write the line anew."""
        if self._shown:
            sys.stdout.write(f"\r\033[K  {self._what} ... {self.seconds} s")
            sys.stdout.flush()
