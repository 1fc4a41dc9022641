"""The floors and ceilings that the figures are held to."""

from pathlib import Path

import yaml

from scorecard.rates import Rate

FILE = Path(__file__).with_name("floors.yml")


def load_floors(path: Path = FILE) -> dict[str, dict[str, float]]:
    """``least``, ``most`` and ``goal`` (shares from 0 to 1) by the name of the figure."""
    floors: dict[str, dict[str, float]] = yaml.safe_load(path.read_text(encoding="utf-8"))["floors"]
    return floors


def beyond(found: dict[str, Rate], floors: dict[str, dict[str, float]]) -> list[str]:
    """What is under its floor or over its ceiling, in words; a figure that is missing, too."""
    problems = []
    for name, limits in floors.items():
        if name not in found or not found[name].of:
            problems.append(f"{name}: was not measured; is its set there?")
            continue
        share = found[name].share
        if share < limits.get("least", 0.0):
            problems.append(f"{name}: {share:.1%} is under its floor of {limits['least']:.1%}")
        if share > limits.get("most", 1.0):
            problems.append(f"{name}: {share:.1%} is over its ceiling of {limits['most']:.1%}")
    return problems
