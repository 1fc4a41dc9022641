"""Figures are found as the sentence prints them; other numbers are not figures."""

import pytest
from ingest_documents import figures, guesses


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Survival was 89.0% and then 27.4 %.", [("89.0", "percent"), ("27.4", "percent")]),
        ("Up to 40 percent recover, 5 per cent do not.", [("40", "percent"), ("5", "percent")]),
        ("It fell from 9.4 to 3.3% in all.", [("9.4", "percent"), ("3.3", "percent")]),
        ("It happens in 5.4–26.0% of people.", [("5.4-26.0", "percent")]),
        ("It happens in 10%-15% of people.", [("10-15", "percent")]),
        ("Liver failure is rare (<5%).", [("<5", "percent")]),
        ("The Lancet prints 27·4%.", [("27.4", "percent")]),
        ("They lived a median of 23.7 months.", [("23.7", "months")]),
        ("It lasts 4-8 weeks or 10 to 12 days.", [("4-8", "weeks"), ("10-12", "days")]),
        ("The median was 23.7 vs 12.3 months.", [("23.7", "months"), ("12.3", "months")]),
        ("Follow-up was 45.8 (range, 1.9-77.5) months.", [("45.8", "months")]),
        ("The mean age was 55.6 years.", [("55.6", "years")]),
        ("The hazard ratio was 0.35.", [("0.35", "hazard ratio")]),
        ("Risk was lower (HR, 0.35).", [("0.35", "hazard ratio")]),
        ("The odds ratio for death was 1.7.", [("1.7", "odds ratio")]),
        ("It was more frequent (OR = 2.3).", [("2.3", "odds ratio")]),
        ("They had 50 Gy in 25 fractions.", [("50", "Gy"), ("25", "sessions")]),
        ("Tumors of 5 cm or 3-cm nodules.", [("5", "cm"), ("3", "cm")]),
        ("In all, 164 eligible HCC patients took part.", [("164", "people")]),
        ("There were 866,136 new cases.", [("866136", "people")]),
        ("It killed 1.2 million people.", [("1.2 million", "people")]),
        ("33 of 38 patients had surgery.", [("33", "people")]),
        ("About 1 in 4 people get it.", [("1", "people")]),
        ("It was seen in 33 (86.8%).", [("33", "people"), ("86.8", "percent")]),
        ("The review counts 12 randomized trials.", [("12", "studies")]),
    ],
)
def test_english_figures(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("总生存率为27.4%，对照为9.4％。", [("27.4", "percent"), ("9.4", "percent")]),
        ("中位生存期为23.7个月。", [("23.7", "months")]),
        ("共纳入164例患者，其中35名男性。", [("164", "people"), ("35", "people")]),
        ("38例患者中33例完成手术。", [("33", "people")]),
        ("平均年龄55.6岁。", [("55.6", "years")]),
        ("死亡风险比为0.35。", [("0.35", "hazard ratio")]),
        ("放疗剂量50Gy，肿瘤直径5厘米。", [("50", "Gy"), ("5", "cm")]),
        ("每年新发41万人。", [("41万", "people")]),
        ("恢复需要4～6周。", [("4-6", "weeks")]),
        ("每100人中约有75到85人是肝细胞癌。", [("75-85", "people")]),
    ],
)
def test_chinese_figures(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The trial began in December 2014 and ended on 5 January 2019.",
        "Published 2019 Aug 20;37(24):2141-2151. doi: 10.1200/JCO.18.02184",
        "See www.example.org/5%25, Table 2 and Fig. 3 on page 3 of 12.",
        "Patients were randomized 1:1 in a phase 2 trial of grade 3 events [12, 13].",
        "The 2-year survival was better (P < .001).",
        "At 24 months more people were alive (95% CI not given).",
        "COVID-19 and T2 tumors of CNLC-2 were left out.",
        "2019年8月20日发表，第3页，共12页，3级不良反应。",
        "术后5年生存率更高（P＜0.05）。",
        "The difference was 18 percentage points.",
        "",
    ],
)
def test_other_numbers_are_no_figures(sentence: str) -> None:
    assert figures(sentence) == []


def test_intervals_and_p_values_become_notes() -> None:
    [first, second] = guesses(
        "Hazard ratios were 0.35 [95% CI, 0.23 to 0.54; P < .001] and 0.45 [95% CI, 0.31 to 0.64]."
    )
    assert (first.value, first.note) == ("0.35", "95% CI 0.23-0.54; P < .001")
    assert (second.value, second.note) == ("0.45", "95% CI 0.31-0.64")


@pytest.mark.parametrize(
    ("sentence", "note"),
    [
        ("OS was 41.0% (95% CI, 26.9%-56.4%).", "95% CI 26.9-56.4"),
        ("OS was 41.0% (90% confidence interval 26.9 to 56.4).", "90% CI 26.9-56.4"),
        ("总生存期23.7个月（95%CI：20.1～27.3）。", "95% CI 20.1-27.3"),
        ("总生存率27.4%（P值=0.03）。", "P = 0.03"),
        ("Median OS was 36.9 months (IQR 20.4–48.8).", "IQR 20.4-48.8"),
        ("OS was 36.9 months (range, 1.9-77.5).", "range 1.9-77.5"),
        ("Age was 55.6 years (SD 9.3).", "SD 9.3"),
        ("Age was 55.6 years ± 9.3.", "± 9.3"),
        ("More than 90% of cells were dead.", "more than"),
        ("It takes up to 12 weeks.", "up to"),
        ("约40%的患者可以治愈。", "约"),
        ("每100人约有54人活着。", "约"),
        ("肿瘤不超过5厘米。", "不超过"),
        ("Tumors of no more than 5 cm.", "no more than"),
        ("They had it over 5 weeks.", None),
        ("OS was 41.0%.", None),
    ],
)
def test_what_limits_a_figure_stands_in_its_note(sentence: str, note: str | None) -> None:
    [guess] = guesses(sentence)
    assert guess.note == note


@pytest.mark.parametrize(
    ("sentence", "totals"),
    [
        ("33 of 38 patients (86.8%) had surgery.", [38, 38]),
        ("Surgery was possible in 86.8% (33 of 38).", [38, 38]),
        ("Surgery was possible in 86.8% (33/38).", [38, 38]),
        ("Of the 38 patients, 33 (86.8%) had surgery.", [None, 38, 38]),
        ("38例患者中33例（86.8%）完成手术。", [38, 38]),
        ("每100人约有54人活着。", [100]),
        ("It makes up 75 to 85 of every 100.", [100]),
        ("研究分为两组，各82例，共164例。", [None, None]),
        ("Survival was 27.4% (n = 82).", [82]),
        ("OS was 27.4% in the radiotherapy group (n=82) vs 9.4% in the BSC arm (n=81).", [82, 81]),
        ("Survival was 27.4%.", [None]),
        ("5 of the 9 studies saw it.", [None]),
        ("50 of 38 patients is no share.", [None]),
    ],
)
def test_the_number_of_people_is_told(sentence: str, totals: list[int | None]) -> None:
    assert [guess.n for guess in guesses(sentence)] == totals
