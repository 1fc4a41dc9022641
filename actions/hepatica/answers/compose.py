"""Composing one reply from one to three facts."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest

from hepatica.answers.charts import charts_of
from hepatica.answers.contract import Contract, Kind, ShownReview, ShownSource
from hepatica.answers.figures import (
    Told,
    Wanted,
    chosen,
    figure_lines,
    said,
    shown_figures,
    told,
)
from hepatica.answers.frames import frame_of
from hepatica.answers.studied import who_was_studied
from hepatica.models import Fact, Figure
from hepatica.signing import Standing
from hepatica.store.snapshot import Snapshot
from hepatica.wording import Voice

MOST_FACTS = 3


@dataclass(frozen=True)
class Composed:
    """Visible texts, in order, and the contract that ends the turn."""

    texts: list[str]
    contract: Contract


@dataclass(frozen=True)
class Style:
    """How to say it: language, plainest words or not, which figures, and today's date."""

    language: str = "en"
    simpler: bool = False
    wanted: Wanted = field(default_factory=Wanted)
    today: date | None = None


def compose(
    facts: list[Fact],
    snapshot: Snapshot,
    style: Style,
    *,
    kind: Kind = "answer",
    suggestions: list[str] | None = None,
) -> Composed:
    """Say up to three facts, each with its figures, who was studied, how sure, and the source.

    An answer also has charts of its figures. A reply that declines advice has none: under "will I
    live", a picture of how many did would be taken for what was asked.
    """
    facts = facts[:MOST_FACTS]
    language = _language(facts, snapshot, style.language)
    style = replace(style, language=language)
    voice = snapshot.voice(language)
    figures: list[Figure] = []
    drawn: list[Told] = []
    blocks: list[tuple[list[str], list[str]]] = []
    for fact in facts:
        used = chosen(fact, style.wanted)
        body = _body(fact, used, snapshot, style)
        blocks.append((body, _background(fact, used, snapshot, style)))
        read = said(used, "\n".join(body), voice)
        figures += [figure for figure in read if figure not in figures]
        drawn += [one for line in told(used, voice) for one in line if one.figure in read]
    texts = ["\n".join(lines) for lines in _without_repeats(blocks)]
    charts = charts_of(drawn, snapshot, voice) if kind == "answer" else []
    small_print = _small_print([background for _, background in blocks], snapshot.voice(language))
    contract = Contract(
        kind=kind,
        language=language,
        topic=facts[0].topic if facts else None,
        facts=[fact.id for fact in facts],
        sources=sources_of(facts, snapshot),
        figures=shown_figures(figures),
        certainty=facts[0].certainty if facts else None,
        reviewed=_reviewed(facts, snapshot, language),
        suggestions=(suggestions or [])[:3],
        store=snapshot.version,
        charts=charts or None,
        small_print=small_print or None,
    )
    return Composed(texts, contract)


def _small_print(backgrounds: list[list[str]], voice: Voice) -> list[str]:
    """What may be shown smaller, each line once; that figures are of groups must be seen."""
    seen = voice.say("groups_only")
    lines = dict.fromkeys(line for background in backgrounds for line in background)
    return [line for line in lines if line != seen]


def _body(fact: Fact, used: list[Figure], snapshot: Snapshot, style: Style) -> list[str]:
    """What the fact says: statement, figures, limit, and a warning when it is overdue."""
    voice = snapshot.voice(style.language)
    wording = (fact.simpler if style.simpler else fact.statement).get(style.language)[0]
    lines = [wording]
    lines += [f"- {line}" for line in figure_lines(used, wording, voice)]
    if fact.caveat:
        lines.append(voice.say("caveat", caveat=fact.caveat.get(style.language)[0]))
    if snapshot.overdue(fact, style.today or date.today()):
        lines.append(voice.say("overdue", on=voice.day(fact.valid_until)))
    return lines


def _background(fact: Fact, used: list[Figure], snapshot: Snapshot, style: Style) -> list[str]:
    """What stands behind it: who was studied, how sure, and the source.

    Figures on survival that are no trial result are told to be of groups; of a trial, how sure
    it is says so.
    """
    voice = snapshot.voice(style.language)
    lines = [voice.say(f"sure_{fact.certainty.replace(' ', '_')}")]
    if fact.certainty != "trial result" and any(map(frame_of, used)):
        lines.insert(0, voice.say("groups_only"))
    if studied := who_was_studied(used, snapshot, voice, fact.facets.studies):
        lines.insert(0, studied)
    return [*lines, source_line([fact], snapshot, voice)]


def _without_repeats(blocks: list[tuple[list[str], list[str]]]) -> list[list[str]]:
    """Facts with the same background in a row say it once, after the last of them."""
    following = [background for _, background in blocks[1:]]
    return [
        body if background == later else [*body, *background]
        for (body, background), later in zip_longest(blocks, following)
    ]


def source_line(
    facts: list[Fact], snapshot: Snapshot, voice: Voice, *, as_signed: bool = True
) -> str:
    """Where facts come from and who looked at them; an unsigned translation is told to be one.

    With ``as_signed`` false no signer is named: the words around are not those that were signed.
    """
    ids = dict.fromkeys(s for fact in facts for s in fact.shown_sources)
    labels = voice.apart([snapshot.sources[s].short_label for s in ids])
    stands = _oldest(facts, snapshot, voice.language)
    if stands.signed and as_signed:
        signers = voice.listed(
            [voice.say("signer", who=who, role=role) for who, role in stands.signers]
        )
        return voice.say("sources_signed", labels=labels, signers=signers, on=voice.day(stands.on))
    line = voice.say("source", labels=labels, on=voice.day(stands.on))
    if voice.language == "en":
        return line
    return voice.say("and_unsigned", line=line, mark=voice.say("translation_unreviewed"))


def _oldest(facts: list[Fact], snapshot: Snapshot, language: str) -> Standing:
    """How the facts stand together: as the one that was looked at least and longest ago."""
    return min((snapshot.standing(f, language) for f in facts), key=lambda s: (s.signed, s.on))


def sources_of(facts: list[Fact], snapshot: Snapshot) -> list[ShownSource]:
    """The sources behind facts, each once, as a channel shows them."""
    ids = dict.fromkeys(source for fact in facts for source in fact.shown_sources)
    shown = []
    for identifier in ids:
        source = snapshot.sources[identifier]
        shown.append(
            ShownSource(
                id=identifier,
                label=source.short_label,
                title=source.title,
                journal=source.journal,
                year=source.year,
                url=source.link,
            )
        )
    return shown


def _reviewed(facts: list[Fact], snapshot: Snapshot, language: str) -> ShownReview | None:
    if not facts:
        return None
    oldest = _oldest(facts, snapshot, language)
    return ShownReview(status=oldest.status, on=oldest.on.isoformat())


def _language(facts: list[Fact], snapshot: Snapshot, language: str) -> str:
    """The language of the reply: the one asked for only when every part speaks it."""
    whole = snapshot.phrases.speaks(language) and all(fact.speaks(language) for fact in facts)
    return language if whole else "en"
