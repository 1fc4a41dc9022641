"""Measure, group and time point are guessed from the words around a figure, or left open."""

import pytest
from ingest_documents import candidate, guesses

ABSTRACT = (
    "The overall survival rates for the neoadjuvant RT group at 6, 12, 18, and 24 months were "
    "89.0%, 75.2%, 43.9%, and 27.4%, compared with 81.7%, 43.1%, 16.7%, and 9.4% in the "
    "surgery-alone group (P < .001)."
)


def test_the_abstract_of_a_trial_is_read_in_full() -> None:
    assert [(g.value, g.group, g.timepoint) for g in guesses(ABSTRACT)] == [
        ("89.0", "neoadjuvant RT group", "6 months"),
        ("75.2", "neoadjuvant RT group", "12 months"),
        ("43.9", "neoadjuvant RT group", "18 months"),
        ("27.4", "neoadjuvant RT group", "24 months"),
        ("81.7", "surgery alone", "6 months"),
        ("43.1", "surgery alone", "12 months"),
        ("16.7", "surgery alone", "18 months"),
        ("9.4", "surgery alone", "24 months"),
    ]
    assert {g.measure for g in guesses(ABSTRACT)} == {"overall survival"}
    assert {g.unit for g in guesses(ABSTRACT)} == {"percent"}


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("At 24 months, OS was 27.4%.", ["24 months"]),
        ("The 2-year survival rate was 27.4%.", ["2 years"]),
        ("The 1 year survival rate was 75.2%.", ["1 year"]),
        ("27.4% were alive at two years.", ["2 years"]),
        ("OS was 27.4% at 24 months and 13.3% at 36 months.", ["24 months", "36 months"]),
        ("The 1-, 3- and 5-year OS was 94.6%, 75.4% and 69.1%.", ["1 year", "3 years", "5 years"]),
        ("1-year and 3-year OS were 75% and 44%, respectively.", ["1 year", "3 years"]),
        ("It came back in 5% within 3 months.", ["within 3 months"]),
        ("Six weeks after surgery 5% were tired.", ["6 weeks"]),
        ("The 2-year OS was 27.4% and the complication rate was 34.2%.", ["2 years", None]),
        ("5年生存率为69.1%。", ["5 years"]),
        ("1、3、5年生存率分别为94.6%、75.4%和69.1%。", ["1 year", "3 years", "5 years"]),
        ("术后24个月，27.4%的患者存活。", ["24 months"]),
        ("两年生存率为27.4%。", ["2 years"]),
        ("The 2019 trial saw 27.4%.", [None]),
        ("A trial of 5-year-old children saw 27.4%.", [None, None]),
    ],
)
def test_time_points_are_worded_as_in_facts(sentence: str, times: list[str | None]) -> None:
    assert [guess.timepoint for guess in guesses(sentence)] == times


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("OS was 27.4% in the radiotherapy group.", ["radiotherapy then surgery"]),
        (
            "OS was 27.4% in the radiotherapy group and 9.4% in the surgery-alone group.",
            ["radiotherapy then surgery", "surgery alone"],
        ),
        (
            "In the SBRT arm control was 90% vs 70% in the TACE arm.",
            ["SBRT arm", "TACE arm"],
        ),
        (
            "OS in the SBRT group and the TACE group was 90% and 70%, respectively.",
            ["SBRT group", "TACE group"],
        ),
        (
            "About 5% of patients with central liver cancer were tired.",
            ["people with central liver cancer"],
        ),
        (
            "先放疗组和单纯手术组的生存率分别为27.4%和9.4%。",
            ["radiotherapy then surgery", "surgery alone"],
        ),
        ("与单纯手术组相比，靶向组复发率为20%。", ["靶向组"]),
        ("在介入治疗组，复发率为20%。", ["介入治疗组"]),
        ("OS was 27.4% in the control group.", ["control group"]),
        ("There were 82 patients in each group, unlike the SBRT group.", [None]),
        ("The hazard ratio for the SBRT group was 0.35.", [None]),
        ("OS was 27.4% in the entire group.", [None]),
        ("OS was 27.4% versus 9.4% in the TACE group.", [None, "TACE group"]),
        ("总生存率：两组分别为27.4%和9.4%。", [None, None]),
    ],
)
def test_groups_are_named_or_left_open(sentence: str, groups: list[str | None]) -> None:
    assert [guess.group for guess in guesses(sentence)] == groups


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("OS was 27.4% and DFS was 13.3%.", ["overall survival", "disease-free survival"]),
        ("The 5-year survival rate was 69.1%.", ["overall survival"]),
        ("The median overall survival was 23.7 months.", ["median overall survival"]),
        ("Median survival was 23.7 months.", ["median overall survival"]),
        ("17 patients (20.7%) had partial remission.", ["partial response", "partial response"]),
        ("27.4% of patients were alive, 5% of them tired.", ["overall survival", None]),
        ("Survival was 69.1%; the incidence of fever was 34.2%.", ["overall survival", None]),
        ("5年总生存率为69.1%，复发率为20%。", ["overall survival", "recurrence"]),
        ("中位总生存期为23.7个月。", ["median overall survival"]),
        ("The hazard ratio for recurrence was 0.35.", ["recurrence"]),
        ("Hazard ratios for OS and recurrence were 0.35 and 0.45.", [None, None]),
        ("Fever occurred in 5%.", [None]),
    ],
)
def test_measures_come_from_the_glossary(sentence: str, measures: list[str | None]) -> None:
    assert [guess.measure for guess in guesses(sentence)] == measures


def test_a_dose_and_a_size_have_no_time_point() -> None:
    found = guesses("At 24 months OS was 27.4%, after 50 Gy, in tumors of 5 cm.")
    assert [guess.timepoint for guess in found] == ["24 months", None, None]


def test_terms_and_stages_of_the_sentence_are_facets() -> None:
    found = candidate("In BCLC A, SBRT for HCC led to an OS of 27.4%.")
    assert found is not None
    assert found.terms == ("sbrt", "hcc", "overall-survival")
    assert found.stages == ("bclc-a",)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "2-year OS; Radiotherapy then surgery (n = 82): 27.4%; Surgery alone (n = 81): 9.4%",
            [
                ("27.4", "percent", "radiotherapy then surgery", 82),
                ("9.4", "percent", "surgery alone", 81),
            ],
        ),
        (
            "2-year OS (%); SBRT group: 41.0; Surgery alone: 9.4",
            [("41.0", "percent", "SBRT group", None), ("9.4", "percent", "surgery alone", None)],
        ),
        (
            "Recurrence, n (%); SBRT group: 33 (86.8); Surgery alone: 2 (5.3)",
            [
                ("33", "people", "SBRT group", None),
                ("86.8", "percent", "SBRT group", None),
                ("2", "people", "surgery alone", None),
                ("5.3", "percent", "surgery alone", None),
            ],
        ),
    ],
)
def test_a_table_row_is_read_with_its_headings(
    row: str, expected: list[tuple[str, str, str, int | None]]
) -> None:
    found = guesses(row, "table 1, row 2")
    assert [(guess.value, guess.unit, guess.group, guess.n) for guess in found] == expected
