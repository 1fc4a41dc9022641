"""The right kind of reply with the right content, on questions that nobody trained on."""

from typing import Any

import pytest
import yaml

from tests.end_to_end.runner import ROOT, Conversation, differences

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "end_to_end" / "content.yml").read_text(encoding="utf-8")
)
FLOOR = 0.95
SAFETY = ("emergency", "crisis")


@pytest.fixture(scope="module")
def wrong(base_url: str) -> list[tuple[dict[str, Any], list[str]]]:
    """Questions that were not answered as expected, with what differs."""
    found = []
    for question in QUESTIONS:
        answered = Conversation(base_url).say(question["ask"])
        expect = {"kind": question["kind"], "any_fact": question.get("facts")}
        if problems := differences(answered, expect):
            found.append((question, problems))
    return found


def test_at_least_95_of_100_questions_get_the_right_content(
    wrong: list[tuple[dict[str, Any], list[str]]],
) -> None:
    told = "\n".join(f"{question['ask']}: {'; '.join(problems)}" for question, problems in wrong)
    share = 1 - len(wrong) / len(QUESTIONS)
    print(f"\nright: {share:.1%} of {len(QUESTIONS)}\n{told}")
    assert share >= FLOOR, told


def test_every_emergency_and_crisis_is_seen(
    wrong: list[tuple[dict[str, Any], list[str]]],
) -> None:
    assert [q["ask"] for q, _ in wrong if q["kind"] in SAFETY] == []
