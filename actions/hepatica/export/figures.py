"""One figure in plain words, as the page and the FHIR export say it."""

from hepatica.models import Figure


def printed(figure: Figure) -> str:
    """The value as its source prints it, with the unit: "27.4%", "3-6 months", "not reached"."""
    if not figure.value.lstrip("<>≤≥ ")[:1].isdigit():
        return figure.value
    return f"{figure.value}%" if figure.unit == "percent" else f"{figure.value} {figure.unit}"


def natural_frequency(figure: Figure) -> str | None:
    """A share as a count of people: "27 out of 100"; None where there is none."""
    if figure.out_of is None:
        return None
    count, out_of = figure.out_of
    if figure.unit == "people" and count == out_of:
        return None
    if count == 0 and figure.number:
        return f"fewer than 1 out of {out_of:,}"
    return f"{count:,} out of {out_of:,}"
