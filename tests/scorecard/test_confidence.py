"""The coverage-risk curve and the calibration count what they say."""

import pytest

from scorecard.confidence import Bin, area, at, bins, curve, expected_error
from scorecard.rates import Rate

CONFIDENCES = [0.9, 0.4, 0.9, 0.6]
RIGHTS = [True, False, False, True]


def test_the_curve_starts_with_the_surest_messages() -> None:
    found = [(p.limit, p.kept, p.wrong) for p in curve(CONFIDENCES, RIGHTS)]
    assert found == [
        (0.9, Rate(2, 4), Rate(1, 2)),
        (0.6, Rate(3, 4), Rate(1, 3)),
        (0.4, Rate(4, 4), Rate(2, 4)),
    ]


def test_the_order_of_equally_sure_messages_changes_nothing() -> None:
    assert curve([0.9, 0.9], [True, False]) == curve([0.9, 0.9], [False, True])


def test_the_curve_ends_with_all_messages() -> None:
    last = curve(CONFIDENCES, RIGHTS)[-1]
    assert (last.kept, last.wrong) == (Rate(4, 4), Rate(2, 4))


def test_a_limit_between_two_confidences_keeps_the_surer_ones() -> None:
    point = at(0.5, CONFIDENCES, RIGHTS)
    assert (point.kept, point.wrong) == (Rate(3, 4), Rate(1, 3))


def test_a_limit_keeps_what_is_just_as_sure() -> None:
    assert at(0.6, CONFIDENCES, RIGHTS).kept == Rate(3, 4)


def test_above_every_confidence_nothing_is_left() -> None:
    point = at(0.95, CONFIDENCES, RIGHTS)
    assert (point.kept, point.wrong) == (Rate(0, 4), Rate(0, 0))


def test_every_point_of_the_curve_is_what_its_limit_gives() -> None:
    assert [at(p.limit, CONFIDENCES, RIGHTS) for p in curve(CONFIDENCES, RIGHTS)] == curve(
        CONFIDENCES, RIGHTS
    )


def test_the_area_is_smaller_when_the_wrong_ones_are_less_sure() -> None:
    told = area(curve([0.9, 0.8, 0.2, 0.1], [True, True, False, False]))
    wrong_way_round = area(curve([0.9, 0.8, 0.2, 0.1], [False, False, True, True]))
    assert told == pytest.approx(0 + 0 + 1 / 12 + 1 / 8)
    assert told < wrong_way_round


def test_the_area_of_one_limit_is_its_risk() -> None:
    assert area(curve([0.7] * 4, RIGHTS)) == pytest.approx(0.5)


def test_messages_are_binned_by_their_confidence() -> None:
    found = bins([0.05, 0.81, 0.89, 0.8], [False, True, False, True])
    assert [(round(b.low, 1), round(b.high, 1), b.right) for b in found] == [
        (0.0, 0.1, Rate(0, 1)),
        (0.8, 0.9, Rate(2, 3)),
    ]
    assert found[1].mean == pytest.approx((0.81 + 0.89 + 0.8) / 3)


def test_certainty_belongs_to_the_last_bin() -> None:
    [only] = bins([1.0, 0.95], [True, True])
    assert (only.low, only.high) == (0.9, 1.0)


def test_no_message_is_lost_in_the_bins() -> None:
    confidences = [step / 37 for step in range(38)]
    assert sum(b.right.of for b in bins(confidences, [True] * 38)) == 38


def test_who_is_as_often_right_as_sure_has_no_calibration_error() -> None:
    assert expected_error([Bin(0.7, 0.8, 0.75, Rate(3, 4))]) == 0


def test_larger_bins_count_more_in_the_calibration_error() -> None:
    found = [Bin(0.4, 0.5, 0.45, Rate(0, 1)), Bin(0.9, 1.0, 0.9, Rate(9, 9))]
    assert expected_error(found) == pytest.approx(0.1 * 0.45 + 0.9 * 0.1)


def test_too_sure_and_too_unsure_do_not_cancel_out() -> None:
    found = [Bin(0.4, 0.5, 0.5, Rate(1, 1)), Bin(0.5, 0.6, 0.5, Rate(0, 1))]
    assert expected_error(found) == pytest.approx(0.5)


def test_without_messages_there_is_no_error() -> None:
    assert expected_error(bins([], [])) == 0
