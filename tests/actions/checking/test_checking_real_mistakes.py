"""One mistake in a copy of the repository's knowledge gives one problem, at its file and line."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from small_knowledge import REAL_KNOWLEDGE

from hepatica.checking import check_knowledge
from hepatica.checking.figures import unbacked_in
from hepatica.loading import Knowledge, KnowledgeError, Problem, load_knowledge
from hepatica.models import Fact, Text
from hepatica.wording.numbers import numbers_in

Lines = list[str]


class Copy:
    """A copy of the real folder: change a line, then see what is told."""

    def __init__(self, root: Path, knowledge: Knowledge, today: date) -> None:
        self.root, self.knowledge, self._today = root, knowledge, today

    def lines(self, file: str) -> Lines:
        """The lines of a file, which messages call knowledge/..."""
        return (self.root.parent / file).read_text(encoding="utf-8").split("\n")

    def put(self, file: str, lines: Lines) -> None:
        """Write a file back."""
        (self.root.parent / file).write_text("\n".join(lines), encoding="utf-8")

    def edit(self, place: tuple[str, int], change: Callable[[str], str]) -> None:
        """Change one line; it must not stay as it is."""
        file, number = place
        lines = self.lines(file)
        before, lines[number - 1] = lines[number - 1], change(lines[number - 1])
        assert lines[number - 1] != before
        self.put(file, lines)

    def told(self) -> Problem:
        """The one problem that the copy has now."""
        try:
            problems = check_knowledge(load_knowledge(self.root), self._today).problems
        except KnowledgeError as error:
            problems = error.problems
        [problem] = problems
        return problem

    def one_line(self, fact: Fact, name: str, language: str) -> tuple[str, int] | None:
        """Where a wording stands, if it is all on one line."""
        place = self.knowledge.line("fact", fact.id, name, language)
        text: Text = getattr(fact, name)
        whole = self.lines(place[0])[place[1] - 1].strip() == f"{language}: {text.get(language)[0]}"
        return place if whole else None


@pytest.fixture
def copy(tmp_path: Path, real_knowledge: Knowledge, today: date) -> Copy:
    """A copy of the real folder without the fact sheets, which the check does not read."""
    root = tmp_path / "knowledge"
    shutil.copytree(REAL_KNOWLEDGE, root, ignore=shutil.ignore_patterns("sheets", "drafts"))
    return Copy(root, real_knowledge, today)


def _figures(copy: Copy, language: str) -> Iterator[tuple[Fact, str, tuple[str, int]]]:
    """Facts with a figure of two digits in the statement: fact, figure, place of the statement."""
    for fact in copy.knowledge.facts.values():
        place = copy.one_line(fact, "statement", language)
        if place is None or fact.exemptions:
            continue
        line = copy.lines(place[0])[place[1] - 1]
        for value in (str(int(f.number + 0.5)) for f in fact.figures if f.number):
            if re.fullmatch(r"\d\d", value) and re.search(rf"(?<![\d.,]){value}(?![\d.,])", line):
                yield fact, value, place


def _another(value: str, fact: Fact) -> str:
    """``value`` with its last digit changed to a number that the fact does not know."""
    other = (value[0] + digit for digit in "0123456789")
    texts = {n: fact.model_copy(update={"statement": Text(en=f"It is {n} of it.")}) for n in other}
    known = numbers_in(fact.statement.en).all
    return next(n for n in texts if float(n) not in known and unbacked_in(texts[n], "statement"))


def _replaced(value: str, new: str) -> Callable[[str], str]:
    return lambda line: re.sub(rf"(?<![\d.,]){value}(?![\d.,])", new, line, count=1)


def test_a_figure_changed_in_a_chinese_statement(copy: Copy) -> None:
    fact, value, place = next(_figures(copy, "zh"))
    other = _another(value, fact)
    copy.edit(place, _replaced(value, other))
    problem = copy.told()
    assert (problem.file, problem.line) == place
    assert (problem.entry, problem.field) == (fact.id, "statement.zh")
    assert f"the number {other}" in problem.message


def test_two_figures_swapped_in_a_chinese_statement(copy: Copy) -> None:
    found: dict[str, tuple[Fact, str, tuple[str, int]]] = {}
    for fact, value, place in _figures(copy, "zh"):
        first = found.setdefault(fact.id, (fact, value, place))[1]
        if first != value:
            break
    marked = _replaced(first, "@")
    copy.edit(place, lambda line: _replaced(value, first)(marked(line)).replace("@", value))
    problem = copy.told()
    assert (problem.file, problem.line, problem.entry) == (*place, fact.id)
    assert problem.message.startswith("the figures stand in another order")


def test_a_chinese_wording_deleted(copy: Copy) -> None:
    facts = copy.knowledge.facts.values()
    fact = next(f for f in facts if copy.one_line(f, "simpler", "zh"))
    file, number = copy.knowledge.line("fact", fact.id, "simpler", "zh")
    lines = copy.lines(file)
    del lines[number - 1]
    copy.put(file, lines)
    problem = copy.told()
    assert (problem.file, problem.line) == copy.knowledge.line("fact", fact.id, "simpler")
    assert (problem.entry, problem.field) == (fact.id, "simpler.zh")
    assert problem.message == "is missing; add the wording in 'zh'"


def test_a_digit_changed_in_a_statement(copy: Copy) -> None:
    fact, value, place = next(_figures(copy, "en"))
    other = _another(value, fact)
    copy.edit(place, _replaced(value, other))
    problem = copy.told()
    assert (problem.file, problem.line) == place
    assert (problem.entry, problem.field) == (fact.id, "statement.en")
    assert problem.message.startswith(f"the number {other} has no figure")


def test_a_date_in_the_past(copy: Copy) -> None:
    fact = next(iter(copy.knowledge.facts.values()))
    place = copy.knowledge.line("fact", fact.id, "valid_until")
    copy.edit(place, lambda line: line.replace(str(fact.valid_until), "2026-11-23"))
    problem = copy.told()
    assert (problem.file, problem.line) == place
    assert (problem.entry, problem.field) == (fact.id, "valid_until")
    assert problem.message.startswith("is past its date (2026-11-23)")


def test_an_id_used_twice(copy: Copy) -> None:
    names = [*copy.knowledge.facts]
    first, place = names[0], copy.knowledge.line("fact", names[-1], "id")
    lines = copy.lines(place[0])
    entry = lines[copy.knowledge.line("fact", names[-1])[1] - 1 :]
    copy.put(place[0], [*lines, *entry])
    copy.edit((place[0], len(lines) + 1), lambda line: line.replace(names[-1], first))
    problem = copy.told()
    assert (problem.file, problem.line, problem.entry) == (place[0], len(lines) + 1, first)
    file, line = copy.knowledge.line("fact", first)
    assert problem.message == f"this id stands already in {file}:{line}; give one another id"


def _first_place(copy: Copy) -> tuple[str, int]:
    fact = next(iter(copy.knowledge.facts.values()))
    return copy.knowledge.line("fact", fact.id, "statement", "en")


def test_a_tab_in_the_indentation(copy: Copy) -> None:
    place = _first_place(copy)
    copy.edit(place, lambda line: "\t" + line.lstrip())
    problem = copy.told()
    assert (problem.file, problem.line) == place
    assert "indent with spaces, not tabs" in problem.message


def test_a_file_saved_with_a_windows_encoding(copy: Copy) -> None:
    file, number = _first_place(copy)
    copy.edit((file, number), lambda line: line + " é")
    # What has no place in this encoding (Chinese) is lost: the editor writes question marks.
    raw = "\n".join(copy.lines(file)).encode("cp1252", errors="replace")
    (copy.root.parent / file).write_bytes(raw)
    problem = copy.told()
    assert (problem.file, problem.line) == (file, number)
    assert problem.message == "not UTF-8 text; save the file with the encoding UTF-8"


def test_a_file_cut_in_the_middle_of_a_string(copy: Copy) -> None:
    file, number = _first_place(copy)
    lines = copy.lines(file)[:number]
    lines[-1] = '    en: "A text that stops in the mid'
    copy.put(file, lines)
    problem = copy.told()
    assert (problem.file, problem.line) == (file, number)
    assert problem.message.startswith("not valid YAML")


def test_a_chinese_wording_turned_into_question_marks(copy: Copy) -> None:
    facts = copy.knowledge.facts.values()
    plain = (f for f in facts if not numbers_in(f.simpler.en).digits)
    place = next(place for fact in plain if (place := copy.one_line(fact, "simpler", "zh")))
    copy.edit(place, lambda line: "".join("?" if ord(c) > 127 else c for c in line))
    problem = copy.told()
    assert (problem.file, problem.line, problem.field) == (*place, "simpler.zh")


def test_a_figure_without_its_group(copy: Copy) -> None:
    fact = next(f for f in copy.knowledge.facts.values() if f.figures and f.figures[0].group)
    place = copy.knowledge.line("fact", fact.id, "figures", 0, "group")
    copy.edit(place, lambda line: re.sub(r"group: .*", "group: null", line))
    problem = copy.told()
    assert problem.entry == fact.id
    assert problem.field == "figures.0.group"
    assert (problem.file, problem.line) == copy.knowledge.line("fact", fact.id, "figures", 0)
