"""One fact as an article of the page."""

from xml.etree.ElementTree import Element

from hepatica.export.html_elements import TAGS, bilingual, day, element, link
from hepatica.export.html_figures import figures_table
from hepatica.export.job import Job, languages, title_of, voice_of
from hepatica.models import Citation, Fact
from hepatica.wording import Voice

_LANGUAGES = {"en": "English", "zh": "Chinese"}
_ROLES = {"supports": "", "identifies": "the trial: ", "answers": "answered by this fact: "}


def article(job: Job, fact: Fact) -> Element:
    """Wording in each language, figures, and what stands behind it. Its id is the fact's id."""
    # An id of the page itself has an underscore, which no fact's id can have.
    heading = f"title_{fact.id}"
    return element(
        "article",
        element("h3", *bilingual("span", title_of(fact)), id=heading),
        *_marks(job, fact),
        *[_wording(job, fact, language) for language in languages_in(fact)],
        figures_table(job, fact),
        _background(job, fact),
        id=fact.id,
        aria_labelledby=heading,
    )


def languages_in(fact: Fact) -> list[str]:
    """The languages that any of the wording is in, so that half a translation is seen, too."""
    return [language for language in TAGS if getattr(fact.statement, language)]


def _marks(job: Job, fact: Fact) -> list[Element]:
    """What a reader must know first: withdrawn, overdue, sensitive, urgent."""
    voice = voice_of(job, "en")
    marks = [
        f"Withdrawn: {source.short_label} was retracted on {voice.day(source.retracted)}."
        for source in job.retracted(fact)
        if source.retracted
    ]
    if job.overdue(fact):
        marks.append("Overdue: " + voice.say("overdue", on=voice.day(fact.valid_until)))
    warnings = [element("p", element("strong", mark), class_="warning") for mark in marks]
    if fact.sensitive:
        warnings.append(element("p", "Sensitive: given only when it is what was asked."))
    if fact.urgent:
        warnings.append(element("p", "Urgent: a warning sign, comes first in an answer."))
    return warnings


def _wording(job: Job, fact: Fact, language: str) -> Element:
    voice = voice_of(job, language)
    simpler = getattr(fact.simpler, language)
    caveat = getattr(fact.caveat, language) if fact.caveat else None
    label = "In simpler words: " if language == "en" else "更简单的说法："
    return element(
        "div",
        element("p", getattr(fact.statement, language), class_="statement"),
        element("p", element("b", label), simpler) if simpler else None,
        element("p", voice.say("caveat", caveat=caveat)) if caveat else None,
        lang=TAGS[language],
    )


def _background(job: Job, fact: Fact) -> Element:
    voice = voice_of(job, "en")
    overdue = element("strong", " (overdue)") if job.overdue(fact) else None
    return element(
        "dl",
        element("dt", "Certainty"),
        element("dd", fact.certainty),
        *_standings(job, fact, voice),
        element("dt", "Valid until"),
        element("dd", day(fact.valid_until, voice), overdue),
        element("dt", "Sources"),
        element("dd", element("ul", *[_source(job, cited) for cited in fact.citations])),
    )


def _standings(job: Job, fact: Fact, voice: Voice) -> list[Element]:
    rows = []
    for language in languages(fact):
        stands = job.standing(fact, language)
        signers = ", ".join(f"{who} ({role})" for who, role in stands.signers)
        void = " (signatures that no longer count, as the fact was changed: "
        rows += [
            element("dt", f"{_LANGUAGES[language]} wording"),
            element(
                "dd",
                stands.told,
                f" ({signers})" if signers else None,
                ", ",
                day(stands.on, voice),
                f"{void}{len(stands.void)})" if stands.void else None,
            ),
        ]
    return rows


def _source(job: Job, citation: Citation) -> Element:
    source = job.knowledge.sources[citation.source]
    return element(
        "li",
        _ROLES[citation.role],
        link(source.title, source.link),
        f". {job.label(citation.source)}. {citation.locator}",
    )
