"""Points, items that apply, and percent."""

from datetime import date

import pytest
from sheet_draft import SheetDraft
from small_knowledge import SmallKnowledge, figure

from hepatica.curating.editions import preview
from hepatica.loading import KnowledgeError
from hepatica.sheets import Score, score
from hepatica.sheets.models import Judgement, instruments
from hepatica.sheets.scoring import Answered, answered, scored

UNDERSTANDABILITY, ACTIONABILITY, INDEX = 17, 7, 20


def filled(name: str, answers: dict[int, str], otherwise: str) -> list[Answered]:
    instrument = instruments()[name]
    return [
        Answered(
            instrument,
            item,
            Judgement(answer=answers.get(item.number, otherwise), reason="So it is."),
        )
        for item in instrument.items
    ]


def test_every_item_agreed_with_is_a_point_on_its_own_scale() -> None:
    items = filled("pemat", {}, "agree")
    assert scored(items, "understandability") == Score(UNDERSTANDABILITY, UNDERSTANDABILITY)
    assert scored(items, "actionability") == Score(ACTIONABILITY, ACTIONABILITY)


def test_pemat_leaves_out_what_does_not_apply() -> None:
    answers = {16: "not applicable", 17: "not applicable", 18: "not applicable", 1: "disagree"}
    score = scored(filled("pemat", answers, "agree"), "understandability")
    assert score == Score(13, 14)
    assert score.percent == pytest.approx(92.857, abs=0.001)


def test_one_scale_of_pemat_does_not_touch_the_other() -> None:
    items = filled("pemat", {20: "agree"}, "disagree")
    assert scored(items, "understandability") == Score(0, UNDERSTANDABILITY)
    assert scored(items, "actionability") == Score(1, ACTIONABILITY)


def test_the_index_gives_the_point_for_calculations_to_no() -> None:
    assert scored(filled("cdc", {17: "no"}, "yes"), "index") == Score(INDEX, INDEX)
    assert scored(filled("cdc", {}, "yes"), "index") == Score(INDEX - 1, INDEX)


def test_the_index_leaves_out_what_does_not_apply() -> None:
    answers = dict.fromkeys((12, 13, 14, 19), "not applicable") | {1: "yes", 5: "yes"}
    score = scored(filled("cdc", answers, "no"), "index")
    assert score == Score(3, 16)  # the third is item 17, answered no
    assert score.percent == 18.75


@pytest.mark.parametrize(
    ("points", "applicable", "text"), [(9, 10, "9 of 10 (90%)"), (5, 8, "5 of 8 (63%)")]
)
def test_scores_are_said_in_whole_percent(points: int, applicable: int, text: str) -> None:
    assert str(Score(points, applicable)) == text


def test_a_sheet_is_scored_with_its_computed_items(
    draft: SheetDraft, small: SmallKnowledge, today: date
) -> None:
    knowledge = small.load()
    draft.answer("pemat", "agree", 1, 2, 10)
    draft.answer("pemat", "not applicable", 16, 17, 18, 19, 25)
    scores = score(draft.load(), knowledge, preview(knowledge, today))
    # By hand 3 of 7; computed 5 of 5: items 3, 4, 5, 7, 8 (6 does not apply without figures).
    assert scores.understandability == Score(8, 12)
    assert scores.actionability == Score(0, 5)  # 24 and 25 do not apply
    # By hand 0 of 10; computed 1 of 2: item 7; 15, 16, 17 and 20 do not apply without figures.
    assert scores.cdc == Score(1, 12)


def test_chances_do_not_count_where_nothing_is_said_about_risk(
    draft: SheetDraft, small: SmallKnowledge, today: date
) -> None:
    small.fact["figures"] = [figure("27.4")]
    knowledge = small.load()
    draft.answer("cdc", "not applicable", 18)
    items = answered(draft.load(), knowledge, preview(knowledge, today))
    (chances,) = [i for i in items if (i.instrument.id, i.item.number) == ("cdc", 20)]
    assert not chances.applies


def test_a_topic_without_facts_is_told(
    draft: SheetDraft, small: SmallKnowledge, today: date
) -> None:
    small.topics = {"stages": small.topics["basics"]}
    knowledge = small.load()
    with pytest.raises(KnowledgeError, match="no fact of the topic 'basics' is served"):
        score(draft.load(), knowledge, preview(knowledge, today))
