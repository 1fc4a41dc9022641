"""On no picture is anything cut off, left out, or written over something else."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from odd_charts import LANGUAGES, ODD_CHARTS, curve, icons, texts

from hepatica.answers.contract_charts import IconChart, ShownChart
from hepatica.pictures import sheet_of
from hepatica.pictures.lettering import AXIS, BODY, LABEL, SMALL, TITLE, font, width_of
from hepatica.pictures.shapes import Sheet
from hepatica.pictures.words import Language
from hepatica.pictures.writing import MARGIN

SMALLEST = 28
"""The least size of letters, in pixels at a width of 720."""


FEW = 150
"""So many people can be held against each other in no time."""


def _tight(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(chart=ODD_CHARTS, language=LANGUAGES)
def test_nothing_leaves_the_picture_and_nothing_meets(
    chart: ShownChart, language: Language
) -> None:
    sheet = sheet_of(chart, language)
    words, people, marks = (
        [one.box for one in some] for some in (sheet.words, sheet.people, sheet.marks)
    )
    assert all(sheet.box.holds(box) for box in (*words, *people, *marks))
    assert not [one for one in words for other in (*people, *marks) if one.meets(other)]
    assert not [pair for pair in combinations(words, 2) if pair[0].meets(pair[1])]
    if len(people) < FEW:
        assert not [pair for pair in combinations(people, 2) if pair[0].meets(pair[1])]


@settings(max_examples=100, deadline=None)
@given(chart=ODD_CHARTS, language=LANGUAGES)
def test_every_word_of_the_chart_is_there(chart: ShownChart, language: Language) -> None:
    said = _tight("".join(words.text for words in sheet_of(chart, language).words))
    assert [text for text in texts(chart) if _tight(text) not in said] == []


@settings(max_examples=50, deadline=None)
@given(chart=ODD_CHARTS, language=LANGUAGES)
def test_no_letters_are_too_small_to_read(chart: ShownChart, language: Language) -> None:
    sheet = sheet_of(chart, language)
    assert min((words.style.size for words in sheet.words), default=SMALLEST) >= SMALLEST


@pytest.mark.parametrize("people", [(0, 100), (100, 100), (27, 100), (200, 200), (1, 1), (33, 38)])
@pytest.mark.parametrize("groups", [1, 2, 3, 5])
def test_so_many_people_are_filled_as_the_chart_says(people: tuple[int, int], groups: int) -> None:
    sheet = sheet_of(icons(*[people] * groups), "en")
    filled = sum(person.is_filled for person in sheet.people)
    # One filled person and an empty one are in the legend.
    assert (filled - 1, len(sheet.people) - 2) == (people[0] * groups, people[1] * groups)


def test_people_stand_in_rows_of_ten_the_filled_ones_first() -> None:
    people = sheet_of(icons((12, 38)), "en").people[:38]
    rows = [people[start : start + 10] for start in range(0, 38, 10)]
    assert [len({person.top for person in row}) for row in rows] == [1, 1, 1, 1]
    assert [person.is_filled for person in people] == [True] * 12 + [False] * 26


def test_two_groups_stand_side_by_side_whatever_the_length_of_their_labels() -> None:
    chart = icons((27, 100), (9, 100))
    long = chart.panels[0].model_copy(update={"label": "Radiotherapy first and then surgery"})
    sheet = sheet_of(chart.model_copy(update={"panels": [long, chart.panels[1]]}), "en")
    assert sheet.people[0].top == sheet.people[100].top
    assert sheet.people[100].left > sheet.people[9].box.right


def test_more_groups_are_stacked() -> None:
    people = sheet_of(icons((1, 8), (2, 8), (3, 8)), "en").people
    assert people[0].left == people[8].left == people[16].left
    assert people[0].top < people[8].top < people[16].top


def test_only_stated_points_are_marked_each_where_it_belongs() -> None:
    sheet = sheet_of(curve({6: 75, 24: 25}), "en")
    (x6, y75), (x24, y25) = (mark.at for mark in sheet.marks[:2])
    zero, hundred = _level(sheet, "0"), _level(sheet, "100")
    assert y75 == pytest.approx(zero + 0.75 * (hundred - zero), abs=1)
    assert y25 == pytest.approx(zero + 0.25 * (hundred - zero), abs=1)
    left = min(x for stroke in sheet.strokes for x, _ in stroke.places if x > MARGIN)
    assert (x24 - left) == pytest.approx(4 * (x6 - left), abs=1)


def _level(sheet: Sheet, percent: str) -> float:
    """How high the label of a percentage stands: the first of its words, as months come later."""
    label = next(words for words in sheet.words if words.text == percent)
    return label.top + label.style.line / 2


def test_points_out_of_order_are_drawn_and_told_in_the_order_of_time() -> None:
    sheet = sheet_of(curve({24: 25, 6: 75}), "en")
    assert sheet.marks[0].at[0] < sheet.marks[1].at[0]
    said = [words.text for words in sheet.words]
    assert said.index("6 months") < said.index("24 months")


def test_one_point_alone_is_marked_without_a_line() -> None:
    dots = [stroke for stroke in sheet_of(curve({12: 40}), "en").strokes if len(stroke.places) > 2]
    assert dots == []
    assert sheet_of(curve({12: 40}), "en").marks


def test_groups_at_one_point_differ_by_their_marks() -> None:
    first, second, *_ = sheet_of(curve({12: 40}, {12: 40}), "en").marks
    assert first.at == second.at
    assert first.is_filled != second.is_filled


def test_groups_differ_by_dashes_too() -> None:
    strokes = sheet_of(curve({6: 9, 12: 8}, {6: 7, 12: 6}), "en").strokes
    lines = [stroke for stroke in strokes if stroke.width > 2]
    assert len({stroke.dashes for stroke in lines}) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("style", [TITLE, LABEL, BODY, AXIS, SMALL])
def test_letters_stay_in_the_place_of_their_line(language: Language, style: object) -> None:
    for letter in "ÅÉgjpqy|()[]{}/@Q,;_国鬱（，。":
        _, top, _, bottom = font(style, language).getbbox(letter, anchor="ls")
        assert -style.above <= top
        assert bottom <= style.line - style.above


@pytest.mark.parametrize("words", ["AVATAR To Wave", "每100人中约有27人（27.4%）", "27 out of 100"])
def test_words_are_as_wide_as_they_are_drawn(words: str) -> None:
    drawn = font(BODY, "en").getlength(words)
    assert width_of(words, BODY, "en") == pytest.approx(drawn, abs=0.5)


def test_a_panel_without_a_label_begins_with_its_words() -> None:
    chart = icons((1, 2))
    bare = chart.panels[0].model_copy(update={"label": None})
    sheet = sheet_of(chart.model_copy(update={"panels": [bare]}), "en")
    assert isinstance(chart, IconChart)
    assert "Group 0" not in [words.text for words in sheet.words]
