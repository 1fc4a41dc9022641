"""Whatever stands in a knowledge file, the Rasa server reads it or names the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.help_lines import HelpLines
from bot.knowledge_files import KnowledgeFileError, read
from bot.nlu.glossary import GlossaryMatcher
from bot.paths import KNOWLEDGE
from bot.replies import ChannelReplies
from bot.safety.patterns import RedFlags
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import mutated_bytes


def _cut(name: str, lines: int) -> bytes:
    """The beginning of a real file: short, so that many inputs can be tried."""
    return b"".join((KNOWLEDGE / name).read_bytes().splitlines(keepends=True)[:lines])


READERS: dict[str, tuple[bytes, Callable[[Path], Any]]] = {
    "red_flags.yml": (_cut("red_flags.yml", 60), RedFlags),
    "glossary.yml": (_cut("glossary.yml", 60), GlossaryMatcher),
    "help_lines.yml": (_cut("help_lines.yml", 80), lambda path: HelpLines(path, "")),
    "channel_replies.yml": (_cut("channel_replies.yml", 60), ChannelReplies),
}


def _named(reader: Callable[[Path], Any], path: Path) -> bool:
    """Whether a file is read, or the error names it."""
    try:
        reader(path)
    except KnowledgeFileError as error:
        return str(path) in str(error)
    return True


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return tmp_path_factory.mktemp("knowledge") / "file.yml"


@fuzzed(0.02)
@given(st.data())
@pytest.mark.parametrize("name", READERS)
def test_a_changed_file_is_read_or_named(path: Path, name: str, data: st.DataObject) -> None:
    whole, reader = READERS[name]
    path.write_bytes(data.draw(mutated_bytes([whole])))
    with fed(f"knowledge: {name}"):
        assert _named(reader, path)


@fuzzed(0.02)
@given(mutated_bytes([_cut("policy.yml", 40), b"a: 1\n", b"- 1\n"]))
def test_any_bytes_are_a_mapping_or_an_error(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    with fed("knowledge: any bytes"):
        assert _named(read, path)
