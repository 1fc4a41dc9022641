"""A problem names the line of the faulty field, or of the nearest thing around it."""

import pytest
from small_knowledge import SmallKnowledge, fact, figure

from hepatica.loading import load_knowledge

FACTS = "facts/basics.yml"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("statement", "en"), "en: A statement about"),
        (("statement",), "  statement:"),
        (("figures", 1, "value"), "value: '9.4'"),
        (("questions", "en", 1), "tell me about"),
        (("valid_until",), "valid_until:"),
        ((), "- id: liver-what"),
    ],
)
def test_a_field_has_its_own_line(
    small: SmallKnowledge, path: tuple[str | int, ...], text: str
) -> None:
    small.fact["figures"] = [figure("27.4"), figure("9.4", group="usual care")]
    knowledge = small.load()
    where = (f"knowledge/{FACTS}", small.line(FACTS, text))
    assert knowledge.line("fact", "liver-what", *path) == where


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("statement", "zh"), "  statement:"),
        (("questions", "zh", 3), "  questions:"),
        (("figures", 0, "value"), "- id: liver-what"),
        (("caveat", "en"), "- id: liver-what"),
    ],
)
def test_a_field_that_is_not_there_has_the_line_of_what_is_around_it(
    small: SmallKnowledge, path: tuple[str | int, ...], text: str
) -> None:
    knowledge = small.load()
    assert knowledge.line("fact", "liver-what", *path)[1] == small.line(FACTS, text)


def test_the_second_fact_of_a_second_file_has_its_lines(small: SmallKnowledge) -> None:
    small.topics["outcomes"] = [fact("one"), fact("two")]
    knowledge = small.load()
    where = (
        "knowledge/facts/outcomes.yml",
        small.line("facts/outcomes.yml", "Plain words about t"),
    )
    assert knowledge.line("fact", "two", "simpler", "en") == where


def test_a_comment_and_an_empty_line_count(small: SmallKnowledge) -> None:
    path = small.write() / FACTS
    path.write_text("# how to edit\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    knowledge = load_knowledge(small.root)
    assert knowledge.line("fact", "liver-what")[1] == small.line(FACTS, "- id: liver-what")


def test_an_entry_that_does_not_exist_is_refused(small: SmallKnowledge) -> None:
    knowledge = small.load()
    with pytest.raises(KeyError):
        knowledge.line("fact", "nowhere")


@pytest.mark.parametrize(
    ("path", "text"),
    [(("policy", "reading", "most"), "most:"), (("policy", "reading"), "reading:")],
)
def test_a_key_of_another_file_has_its_line(
    small: SmallKnowledge, path: tuple[str, ...], text: str
) -> None:
    small.policy = {"languages": ["en"], "reading": {"most": 8}}
    knowledge = small.load()
    where = ("knowledge/policy.yml", small.line("policy.yml", text))
    assert knowledge.at("policy.yml", *path) == where


def test_a_key_that_is_not_there_has_the_line_of_what_is_around_it(small: SmallKnowledge) -> None:
    small.policy = {"languages": ["en"]}
    where = ("knowledge/policy.yml", 2)
    assert small.load().at("policy.yml", "policy", "reading", "most") == where


def test_a_file_that_is_not_there_is_named_as_curators_know_it(small: SmallKnowledge) -> None:
    assert small.load().at("labels.yml", "labels", "groups") == ("knowledge/labels.yml", 1)


@pytest.mark.parametrize("topic", ["policy", "labels", "phrases"])
def test_a_topic_called_like_another_file_is_not_taken_for_it(
    small: SmallKnowledge, topic: str
) -> None:
    small.policy = {"languages": ["en"]}
    small.labels = {"groups": {}}
    small.topics[topic] = [fact("liver-more")]
    assert small.load().at(f"{topic}.yml", topic)[0] == f"knowledge/{topic}.yml"
