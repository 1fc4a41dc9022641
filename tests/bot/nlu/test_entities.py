"""The entity extractor."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge_files import read
from bot.nlu.entities import GlossaryExtractor
from bot.nlu.glossary import GlossaryMatcher
from bot.paths import KNOWLEDGE, ROOT

NAMED = st.sampled_from(
    [
        "PVTT", "stage b", "BCLC stage B", "stage 4", "IIIa期", "B期", "disease-free survival",
        "without radiotherapy", "the 2019 trial", "JCO", "TACE's", "CT/MRI", "tumour", "放疗",
        "复发", "2 years", "two-year", "五年", "半年", "2019年", "İstanbul", "ß", "e\u0301",
    ]
)  # fmt: skip
EXTRACTOR = GlossaryExtractor(GlossaryMatcher(KNOWLEDGE / "glossary.yml"))


@pytest.fixture
def extractor() -> GlossaryExtractor:
    return EXTRACTOR


@given(st.lists(NAMED | st.text(max_size=6), max_size=8), st.sampled_from(["", " ", ", ", "\n"]))
def test_start_and_end_always_cut_out_the_text(parts: list[str], glue: str) -> None:
    text = glue.join(parts)

    for entity in EXTRACTOR.entities(text):
        assert 0 <= entity["start"] < entity["end"] <= len(text)
        assert text[entity["start"] : entity["end"]] == entity["text"]


@given(st.lists(NAMED, max_size=6))
def test_glossary_entities_share_a_place_or_stand_apart(parts: list[str]) -> None:
    found = EXTRACTOR.entities(" ".join(parts))
    spans = sorted({(e["start"], e["end"]) for e in found if e["entity"] != "timepoint"})

    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "entity", "value", "cut"),
    [
        ("what is BCLC stage B", "stage", "bclc-b", "BCLC stage B"),
        ("survival after two years", "timepoint", "24 months", "two years"),
        ("五年生存率", "timepoint", "60 months", "五年"),
        ("PVTT 是什么", "term", "pvtt", "PVTT"),
    ],
)
def test_an_entity_says_what_and_where(
    extractor: GlossaryExtractor, text: str, entity: str, value: str, cut: str
) -> None:
    assert {
        "entity": entity,
        "value": value,
        "text": cut,
        "start": text.index(cut),
        "end": text.index(cut) + len(cut),
        "extractor": "GlossaryExtractor",
    } in extractor.entities(text)


def test_keeps_entities_that_others_found(extractor: GlossaryExtractor) -> None:
    earlier: dict[str, Any] = {"entity": "language", "start": 0, "end": 4, "value": "en"}
    message = Message({TEXT: "TACE", ENTITIES: [earlier]})

    extractor.process([message])

    assert [entity["entity"] for entity in message.get(ENTITIES)] == ["language", "treatment"]


def test_a_message_without_text_has_no_entities(extractor: GlossaryExtractor) -> None:
    message = Message({})

    extractor.process([message])

    assert message.get(ENTITIES) == []


def test_create_reads_the_real_glossary() -> None:
    context = ExecutionContext(GraphSchema({}))

    created = GlossaryExtractor.create({}, None, Resource("x"), context)

    assert [e["value"] for e in created.entities("PVTT")] == ["pvtt"]


def test_every_kind_of_entity_in_the_glossary_is_in_the_domain() -> None:
    data = read(KNOWLEDGE / "glossary.yml")
    kinds = {entry["entity"] for entry in [*data["terms"], *data["values"]]}

    assert kinds | {"timepoint", "language"} <= set(Domain.load(str(ROOT / "domain.yml")).entities)
