"""Time points as whole months, so that "2 years" and "24 months" meet."""

import re

_SPAN = re.compile(r"^(\d+) (month|year)s?$")


def in_months(timepoint: str | None) -> int | None:
    """Months of a time point such as "24 months" or "5 years"; None for any other wording.

    >>> in_months("2 years")
    24
    >>> in_months("before surgery") is None
    True
    """
    match = _SPAN.match(timepoint or "")
    if not match:
        return None
    return int(match[1]) * (12 if match[2] == "year" else 1)
