"""Plays YAML dialogues against real servers over HTTP and says what differs from the expectation.

A dialogue file holds one or more documents that a nurse can write (docs/testing.md):

    dialogue: what the reader should know about it
    steps:
    - user: what does stage B mean?
      expect: {kind: answer, facts: [bclc-stage-b], text: ["still inside the liver"]}
"""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml
from jsonschema import Draft7Validator

from hepatica.loading.yaml_lines import CuratorLoader

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = Draft7Validator(json.loads((ROOT / "docs" / "answer-contract.schema.json").read_text()))
EXPECTATIONS = {"kind", "facts", "any_fact", "text", "not_text", "sources"}


@dataclass(frozen=True)
class Answered:
    """One turn's reply: what the person reads, and the contract."""

    texts: list[str]
    contract: dict[str, Any]

    @property
    def visible(self) -> str:
        """All texts together."""
        return "\n".join(self.texts)


@dataclass(frozen=True)
class Step:
    """What a person says and what must come back."""

    user: str
    expect: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialogue:
    """A named conversation."""

    name: str
    steps: list[Step]


class Conversation:
    """A new conversation with a running server."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=20)
        self._sender = uuid.uuid4().hex

    def say(self, message: str) -> Answered:
        """Send one message.

        Raises:
            AssertionError: the reply breaks the answer contract.
        """
        response = self._client.post(
            "/webhooks/rest/webhook", json={"sender": self._sender, "message": message}
        )
        assert response.status_code == 200, response.text
        return keep_contract(response.json())


def keep_contract(messages: list[dict[str, Any]]) -> Answered:
    """The reply, after checking that it is texts and then exactly one valid contract message."""
    assert len(messages) >= 2, f"expected texts and a contract, got {messages}"
    *texts, last = messages
    assert all(message.get("text") for message in texts), f"a message without text: {texts}"
    assert "custom" in last, f"the last message is no contract: {last}"
    errors = [error.message for error in CONTRACT.iter_errors(last["custom"])]
    assert not errors, errors
    return Answered([message["text"] for message in texts], last["custom"])


def load(path: Path) -> Iterator[Dialogue]:
    """The dialogues of a file.

    Raises:
        ValueError: a dialogue is not in the documented form; names file and dialogue.
    """
    text = path.read_text(encoding="utf-8")
    for document in yaml.load_all(text, CuratorLoader):
        name = (document or {}).get("dialogue")
        steps = (document or {}).get("steps")
        if not name or not steps:
            raise ValueError(f"{path.name}: every document needs 'dialogue:' and 'steps:'")
        for step in steps:
            if unknown := set(step.get("expect", {})) - EXPECTATIONS:
                raise ValueError(f"{path.name}, {name}: unknown expectation {sorted(unknown)}")
        yield Dialogue(name, [Step(s["user"], s.get("expect", {})) for s in steps])


def differences(answered: Answered, expect: dict[str, Any]) -> list[str]:
    """What the reply lacks, in words; empty when it is as expected."""
    contract, visible = answered.contract, answered.visible.casefold()
    found = []
    kinds = expect.get("kind", contract["kind"])
    if contract["kind"] not in ([kinds] if isinstance(kinds, str) else kinds):
        found.append(f"kind is {contract['kind']}, not {kinds}")
    facts = set(contract["facts"])
    if missing := set(expect.get("facts", [])) - facts:
        found.append(f"facts {sorted(missing)} are missing; given: {sorted(facts)}")
    if expect.get("any_fact") and not facts & set(expect["any_fact"]):
        found.append(f"none of {expect['any_fact']} is given; given: {sorted(facts)}")
    if missing := set(expect.get("sources", [])) - {s["id"] for s in contract["sources"]}:
        found.append(f"sources {sorted(missing)} are missing")
    found += [f"text lacks {t!r}" for t in expect.get("text", []) if t.casefold() not in visible]
    found += [f"text has {t!r}" for t in expect.get("not_text", []) if t.casefold() in visible]
    return found


def play(dialogue: Dialogue, base_url: str) -> list[str]:
    """Play a dialogue to its end and list every difference, with the turn it belongs to."""
    conversation = Conversation(base_url)
    problems = []
    for number, step in enumerate(dialogue.steps, start=1):
        answered = conversation.say(step.user)
        found = differences(answered, step.expect)
        problems += [f"turn {number} ({step.user!r}): {problem}" for problem in found]
    return problems


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers(text: str) -> set[str]:
    """Every number in a text, without thousands separators.

    >>> sorted(numbers("about 8,218 people, 27.4%"))
    ['27.4', '8218']
    """
    return {found.replace(",", "") for found in NUMBER.findall(text)}
