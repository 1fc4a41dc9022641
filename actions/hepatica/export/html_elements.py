"""Building HTML as a tree, so that every text and attribute is escaped when it is written."""

import re
from datetime import date
from urllib.parse import quote
from xml.etree.ElementTree import Element, tostring

from hepatica.models import Text
from hepatica.wording import Voice

TAGS = {"en": "en", "zh": "zh-Hans"}
"""Language codes as web pages write them."""

_INLINE = {"a", "b", "span", "strong", "time"}
_SAFE_IN_URL = "!#$%&()*+,/:;=?@[]~"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def element(tag: str, *children: Element | str | None, **attributes: str) -> Element:
    """An element with texts and elements in it; None is left out.

    ``class_`` and the like are written without the underscore at the end, ``aria_label`` with a
    hyphen.
    """
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = Element(tag, names)
    if tag not in _INLINE:
        made.tail = "\n"
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif child:
            _append_text(made, _CONTROL.sub("\N{REPLACEMENT CHARACTER}", child))
    return made


def _append_text(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def write(root: Element) -> str:
    """The page's HTML."""
    return f"<!doctype html>\n{tostring(root, encoding='unicode', method='html')}"


def link(text: str, url: str | None) -> Element | str:
    """A link, or only the text where there is no https address."""
    if not url or not url.startswith("https://"):
        return text
    return element("a", text, href=quote(url, safe=_SAFE_IN_URL), rel="external noreferrer")


def bilingual(tag: str, text: Text, **attributes: str) -> list[Element]:
    """An element for each language that the text is there in."""
    wordings = {language: getattr(text, language) for language in TAGS}
    return [
        element(tag, wording, lang=TAGS[language], **attributes)
        for language, wording in wordings.items()
        if wording
    ]


def day(when: date, voice: Voice) -> Element:
    """A date in words that programs can read, too."""
    return element("time", voice.day(when), datetime=when.isoformat())
