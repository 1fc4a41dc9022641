"""Inserting one line into a knowledge file, whole or not at all."""

import pytest
from workshop import HandWritten, diff, left_over

from hepatica.curating.editing import EditError, end_of_item, flow, indent_of, insert_line
from hepatica.curating.editing import read_lines as lines_of
from hepatica.loading import Knowledge

FILE = "knowledge/facts/basics.yml"


def _anything(knowledge: Knowledge) -> bool:
    return bool(knowledge.facts)


def test_a_line_is_inserted_where_it_is_wanted(hand: HandWritten) -> None:
    before = hand.path.read_bytes()
    insert_line(hand.root, FILE, 2, "# checked twice", _anything)
    assert diff(before, hand.path.read_bytes()) == ([], ["# checked twice\n"])
    assert lines_of(hand.root, FILE)[2] == "# checked twice\n"


def test_a_line_that_breaks_the_file_is_refused_with_the_reason(hand: HandWritten) -> None:
    before = hand.path.read_bytes()
    with pytest.raises(EditError) as refusal:
        insert_line(hand.root, FILE, 2, "topic: again", _anything)
    assert str(refusal.value).startswith(f"the change would break {FILE}; nothing changed.")
    assert f"{FILE}:4: the key 'topic' stands twice" in str(refusal.value)
    assert hand.path.read_bytes() == before


def test_a_line_that_does_something_else_than_meant_is_refused(hand: HandWritten) -> None:
    before = hand.path.read_bytes()
    with pytest.raises(EditError, match="would not do in"):
        insert_line(hand.root, FILE, 2, "# harmless", lambda knowledge: not knowledge.facts)
    assert hand.path.read_bytes() == before


def test_other_problems_of_the_folder_keep_from_changing_it(hand: HandWritten) -> None:
    before = hand.path.read_bytes()
    (hand.root / "sources.yml").write_text("sources: []\n", encoding="utf-8")
    with pytest.raises(EditError, match=r"source 'trial-one' is not in sources\.yml"):
        insert_line(hand.root, FILE, 2, "# harmless", _anything)
    assert hand.path.read_bytes() == before


def test_nothing_is_left_beside_the_file(hand: HandWritten) -> None:
    insert_line(hand.root, FILE, 2, "# harmless", _anything)
    assert left_over(hand.root) == []


def test_drafts_and_other_files_in_the_folder_do_not_matter(hand: HandWritten) -> None:
    drafts = hand.root / "drafts"
    drafts.mkdir()
    (drafts / "half.yml").write_text("not: [whole", encoding="utf-8")
    (drafts / "gone.pdf").symlink_to(drafts / "nowhere")
    insert_line(hand.root, FILE, 2, "# harmless", _anything)
    assert "# harmless\n" in lines_of(hand.root, FILE)


def test_a_file_that_is_not_there_is_told(hand: HandWritten) -> None:
    with pytest.raises(EditError, match=r"none\.yml cannot be read"):
        lines_of(hand.root, "knowledge/none.yml")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\n", ["a\n", "b\n"]),
        ("a\r\nb", ["a\r\n", "b"]),
        ("a\rb\n\rc", ["a\r", "b\n", "\r", "c"]),
        ("a\u2028b\x85c\u2029", ["a\u2028", "b\x85", "c\u2029"]),
        ("a\x0bb\x1cc\n", ["a\x0bb\x1cc\n"]),
        ("", []),
    ],
)
def test_lines_end_where_yaml_ends_them(hand: HandWritten, text: str, lines: list[str]) -> None:
    hand.path.write_bytes(text.encode())
    assert lines_of(hand.root, FILE) == lines


ITEMS = [
    "  - a: 1\n",
    "    b: 2\n",
    "\n",
    "    # why\n",
    "    c: 3\n",
    "    # after\n",
    "\n",
    "- d\n",
]


@pytest.mark.parametrize(("line", "end"), [(1, 5), (2, 2), (8, 8)])
def test_an_item_ends_before_its_trailing_comments(line: int, end: int) -> None:
    assert end_of_item(ITEMS, line) == end


def test_an_item_that_ends_the_file_ends_there() -> None:
    assert end_of_item(ITEMS[:5], 1) == 5


@pytest.mark.parametrize(("line", "indent"), [("    b: 2\n", "    "), ("\ufeffa\n", ""), ("", "")])
def test_the_indentation_is_the_spaces_before_the_text(line: str, indent: str) -> None:
    assert indent_of([line], 1) == indent


def test_an_entry_is_written_on_one_line_as_curators_do() -> None:
    entry = {"who": "Li, Na", "role": "a: b", "on": "2026-11-25", "version": "1234567890123456"}
    assert flow(entry) == (
        "{who: 'Li, Na', role: 'a: b', on: 2026-11-25, version: '1234567890123456'}"
    )
