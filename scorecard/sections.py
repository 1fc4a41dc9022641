"""The score card's sections on languages and on confidence."""

from collections.abc import Mapping

from scorecard.card import ALL, ANSWERED, Judged
from scorecard.confidence import LIMITS, Bin, area, at, curve, expected_error
from scorecard.languages import NAMES, LanguageFigures
from scorecard.markdown import table
from scorecard.rates import Rate

FIGURES = {
    "right": "right kind and content",
    "right_content": "right fact given",
    "emergency": "emergencies found",
    "crisis": "self-harm found",
    "advice": "advice declined",
    "out_of_scope": "other subjects named as such",
    "smalltalk": "small talk and sadness",
    "false_alarms": "harmless, but alarmed",
    "reply_language": "reply in the right language",
}
BY_LANGUAGE = """
## By language

Recall over the messages of all sets for which only this kind of reply is right. For "harmless, but
alarmed" lower is better. In brackets: cases, and the 95% interval.

![Recall by language](scorecard-languages.png)

"""
IDENTIFICATION = """
## Which language a message is in

The bot's detector, asked by itself. Short messages are those of `languages.yml`, of a few words.

"""
COVERAGE_RISK = """
## If only sure messages were answered

Each message has the confidence of the understanding that served it (1 where the safety gate stepped
in). Coverage is the share of messages at or above a limit; risk is the share of those whose reply
over HTTP was wrong in kind or content. The bot itself has only the limit of `config.yml`, under
which a message is unclear; the others show what a stricter one would cost and bring.

![Coverage and risk](scorecard-coverage-risk.png)

"""
CALIBRATION = """
## Whether the confidence is true

Our classifier alone, without the safety gate: its confidence in the kind of message, and how often
that kind was right. Expected calibration error (ECE, ten bins): **{error:.3f}**; 0 is perfect.

![Calibration](scorecard-calibration.png)

"""


def by_language(figures: Mapping[str, Mapping[str, Rate]]) -> str:
    """What each language reaches."""
    heads = ["Figure", *(NAMES.get(code, code) for code in figures)]
    rows = [
        [told, *(rates[name].short() for rates in figures.values())]
        for name, told in FIGURES.items()
    ]
    return BY_LANGUAGE + table(heads, rows)


def identification(spoken: LanguageFigures) -> str:
    """How often the language was told."""
    none = Rate(0, 0)
    rows = [
        [
            NAMES.get(code, code),
            spoken.short.get(code, none).short(),
            spoken.messages.get(code, none).short(),
        ]
        for code in dict.fromkeys((*spoken.short, *spoken.messages))
    ]
    return IDENTIFICATION + table(["Language", "Short messages", "Messages of other sets"], rows)


def coverage_risk(judged: Mapping[str, Judged]) -> str:
    """What would be right if the unsure messages were not answered."""
    heads = ["Limit", f"Coverage, {ALL}", "Risk", f"Coverage, {ANSWERED}", "Risk"]
    rows = []
    for limit in LIMITS:
        points = [at(limit, *judged[name]) for name in (ALL, ANSWERED)]
        cells = [told for p in points for told in (f"{p.kept.share:.1%}", p.wrong.short())]
        rows.append([f"{limit:.2f}", *cells])
    areas = ", ".join(f"{name} {area(curve(*found)):.3f}" for name, found in judged.items())
    told = f"\nMean risk over all coverages (area under the curve, lower is better): {areas}.\n"
    return COVERAGE_RISK + table(heads, rows) + told


def calibration(found: list[Bin]) -> str:
    """Whether a confidence of 0.8 is right 8 times of 10."""
    rows = [
        [f"{one.low:.1f} to {one.high:.1f}", f"{one.mean:.2f}", one.right.short()] for one in found
    ]
    told = CALIBRATION.format(error=expected_error(found))
    return told + table(["Confidence", "Mean", "Right"], rows)


def confidence_data(judged: Mapping[str, Judged], found: list[Bin]) -> dict[str, object]:
    """Both curves as the JSON file has them."""
    return {
        "coverage_risk": {
            name: {"area": round(area(curve(*pairs)), 4), "points": _points(pairs)}
            for name, pairs in judged.items()
        },
        "calibration": {
            "expected_error": round(expected_error(found), 4),
            "bins": [
                {"low": b.low, "high": b.high, "mean": round(b.mean, 4), "right": b.right.data()}
                for b in found
            ],
        },
    }


def _points(judged: Judged) -> list[dict[str, object]]:
    points = [at(limit, *judged) for limit in LIMITS]
    return [
        {"limit": p.limit, "coverage": round(p.kept.share, 4), "risk": p.wrong.data()}
        for p in points
    ]
