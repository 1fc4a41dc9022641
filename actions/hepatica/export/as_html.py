"""All facts as one web page that needs nothing but itself, for reading and printing."""

import base64
import hashlib
from importlib.resources import files
from itertools import groupby
from xml.etree.ElementTree import Element

from hepatica.export.html_elements import bilingual, day, element, write
from hepatica.export.html_fact import article
from hepatica.export.job import Job, title_of, voice_of
from hepatica.models import Fact
from hepatica.wording import capital


def html_text(job: Job) -> str:
    """The knowledge as one HTML page: no script, no request to anywhere, everything escaped.

    The Content Security Policy allows nothing but the page's own style, known by its hash (CSP
    Level 3). Each topic is a section and each fact an article whose id is the fact's id.
    """
    body = element(
        "body",
        element("a", "Skip to the facts", href="#facts_", class_="skip"),
        _header(job),
        _contents(job),
        element("main", *_sections(job), id="facts_"),
    )
    return write(element("html", _head(job), body, lang="en"))


def _head(job: Job) -> Element:
    style = files("hepatica.export").joinpath("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"Facts of Hepatica, version {job.version}"),
        element("style", style),
    )


def _header(job: Job) -> Element:
    knowledge = job.knowledge
    counts = f"{len(knowledge.facts)} facts from {len(knowledge.sources)} sources"
    exported = day(job.today, voice_of(job, "en"))
    return element(
        "header",
        element("h1", "Facts of Hepatica"),
        element("p", f"{counts}. Version {job.version}, exported on ", exported, "."),
    )


def _topics(job: Job) -> list[tuple[str, list[Fact]]]:
    """Topics by name, each with its facts in the order of the files."""
    facts = sorted(job.knowledge.facts.values(), key=lambda fact: fact.topic)
    return [(topic, list(group)) for topic, group in groupby(facts, lambda fact: fact.topic)]


def _name(topic: str) -> str:
    return capital(topic.replace("-", " "))


def _contents(job: Job) -> Element:
    entries = [
        element(
            "li",
            element("a", _name(topic), href=f"#topic_{topic}"),
            element("ol", *[_entry(fact) for fact in facts]),
        )
        for topic, facts in _topics(job)
    ]
    return element(
        "nav",
        element("h2", "Contents", id="contents_"),
        element("ol", *entries),
        aria_labelledby="contents_",
    )


def _entry(fact: Fact) -> Element:
    return element("li", element("a", *bilingual("span", title_of(fact)), href=f"#{fact.id}"))


def _sections(job: Job) -> list[Element]:
    articles = {fact.id: article(job, fact) for fact in job.facts()}
    return [
        element(
            "section",
            element("h2", _name(topic), id=f"topic_{topic}"),
            *[articles[fact.id] for fact in facts],
            aria_labelledby=f"topic_{topic}",
        )
        for topic, facts in _topics(job)
    ]
