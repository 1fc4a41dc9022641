"""Commands that only look: check, list, show."""

from pathlib import Path

import pytest
from command_line import done, refusal, rows, run, said
from small_knowledge import REVIEW, SmallKnowledge, fact, figure, signature, source

DAY = "2026-11-24"


def _listed(small: SmallKnowledge, *options: str) -> list[str]:
    result = run("list", "--knowledge", small.write(), "--on", DAY, *options)
    assert result.exit_code == 0, result.output
    return [row[0] for row in rows(result.output)]


def _row(small: SmallKnowledge, *options: str) -> list[str]:
    """The first row: fact, topic, certainty, standing, valid until."""
    result = run("list", "--knowledge", small.write(), "--on", DAY, *options)
    return rows(result.output)[0]


def test_check_counts_what_is_in_order(small: SmallKnowledge) -> None:
    assert "1 facts, 1 sources and 1 terms are in order." in done(
        "check", "--knowledge", small.write(), "--on", DAY
    )


@pytest.mark.parametrize(
    ("on", "code", "told"),
    [
        ("2027-09-01", 0, "are in order"),
        ("2027-11-01", 0, "liver-what valid_until: is due for a new check by 2027-11-23"),
        ("2027-11-24", 1, "liver-what valid_until: is past its date (2027-11-23)"),
    ],
)
def test_check_looks_as_of_a_day(small: SmallKnowledge, on: str, code: int, told: str) -> None:
    result = run("check", "--knowledge", small.write(), "--on", on)
    assert result.exit_code == code
    assert told in said(result)


def test_check_counts_what_is_to_mend(small: SmallKnowledge) -> None:
    small.fact["valid_until"] = "2020-01-01"
    knowledge = small.write()
    assert refusal("check", "--knowledge", knowledge, "--on", DAY).endswith("1 problem to mend.")
    small.topics["basics"].append(fact("second", valid_until="2020-01-01"))
    small.write()
    assert refusal("check", "--knowledge", knowledge, "--on", DAY).endswith("2 problems to mend.")


def test_check_remarks_upon_a_void_signature_with_its_line(small: SmallKnowledge) -> None:
    small.fact["reviews"].append(signature(small.fact))
    small.fact["statement"]["en"] = "The liver is a very big organ."
    knowledge = small.write()
    line = small.line("facts/basics.yml", "reviewed by a clinician")
    told = done("check", "--knowledge", knowledge, "--on", DAY)
    assert f"knowledge/facts/basics.yml:{line}: liver-what reviews: the signature of" in told
    assert "Dr Example (en, 2026-11-25) is void" in told
    assert "hepatica sign liver-what" in told


def test_check_says_nothing_of_a_good_signature(small: SmallKnowledge) -> None:
    small.fact["reviews"].append(signature(small.fact))
    assert "void" not in done("check", "--knowledge", small.write(), "--on", DAY)


def test_check_remarks_upon_a_withdrawn_fact(small: SmallKnowledge) -> None:
    small.sources[0]["retracted"] = "2026-11-01"
    told = done("check", "--knowledge", small.write(), "--on", DAY)
    assert "is withdrawn: its source 'trial-one' was retracted on 2026-11-01" in told


def test_check_refuses_a_draft_that_is_not_complete(small: SmallKnowledge) -> None:
    drafts = small.write() / "drafts"
    drafts.mkdir()
    text = (
        "version: 1\ndraft: true\ntopic: basics\nfacts:\n- {id: new, passage: P, statement: TODO}\n"
    )
    (drafts / "smith.yml").write_text(text, encoding="utf-8")
    told = refusal("check", "--knowledge", small.root, "--on", DAY)
    assert "smith.yml:5: new statement: still to be written" in told
    assert told.endswith("problems to mend.")


def test_check_says_where_a_complete_draft_belongs(small: SmallKnowledge) -> None:
    drafts = small.write() / "drafts"
    drafts.mkdir()
    head = "version: 1\ndraft: true\ndocument: smith.txt\ntopic: basics\n"
    (drafts / "smith.yml").write_text(f"{head}facts: []\n", encoding="utf-8")
    told = done("check", "--knowledge", small.root, "--on", DAY)
    assert "smith.yml is complete; move its facts to facts/<topic>.yml." in told


def test_check_of_a_draft_looks_at_nothing_else(tmp_path: Path) -> None:
    draft, other = tmp_path / "smith.yml", tmp_path / "none.yml"
    text = "version: 1\ndraft: true\ndocument: smith.txt\ntopic: basics\nfacts: []\n"
    draft.write_text(text, encoding="utf-8")
    nowhere = ("--knowledge", tmp_path / "nowhere")
    assert done("check", draft, *nowhere).startswith("smith.yml is complete")
    told = refusal("check", draft, other, *nowhere)
    assert told.startswith("none.yml:1: cannot be read (No such file or directory)")
    assert told.endswith("1 problem to mend.")


def test_list_shows_id_topic_certainty_standing_and_date(small: SmallKnowledge) -> None:
    cells = ["liver-what", "basics", "established", "checked against sources", "2027-11-23"]
    assert _row(small) == cells


def test_list_says_how_many_there_are(small: SmallKnowledge) -> None:
    small.topics["stages"] = [fact("stage-one")]
    told = done("list", "--knowledge", small.write(), "--topic", "stages")
    assert told.endswith("1 of 2 facts.")


def test_list_names_a_signed_fact(small: SmallKnowledge) -> None:
    small.fact["reviews"].append(signature(small.fact))
    assert _row(small)[3] == "reviewed by a clinician"


def test_list_tells_that_a_translation_is_not_reviewed(small: SmallKnowledge) -> None:
    unreviewed = "checked against sources; translation not yet reviewed by a clinician"
    assert _row(small, "--language", "zh")[3] == unreviewed


def test_list_tells_a_void_signature(small: SmallKnowledge) -> None:
    small.fact["reviews"].append(signature(small.fact, version="0" * 16))
    assert _row(small)[3] == "checked against sources, a signature is void"


def test_list_tells_a_withdrawn_fact(small: SmallKnowledge) -> None:
    small.sources[0]["retracted"] = "2026-11-01"
    assert _row(small)[3] == "checked against sources, withdrawn"


def test_list_marks_a_fact_past_its_date(small: SmallKnowledge) -> None:
    small.fact["valid_until"] = "2026-11-23"
    assert _row(small)[4] == "2026-11-23 (past)"


@pytest.mark.parametrize(("language", "unsigned"), [("en", []), ("zh", ["liver-what"])])
def test_list_looks_at_the_signatures_of_one_language(
    small: SmallKnowledge, language: str, unsigned: list[str]
) -> None:
    small.fact["reviews"].append(signature(small.fact, "en"))
    assert _listed(small, "--unreviewed", "--language", language) == unsigned


@pytest.fixture
def mixed(small: SmallKnowledge) -> SmallKnowledge:
    """Facts that are near, past or far from their date, signed or not, on two topics."""
    signed = fact("near-signed", valid_until="2026-12-24")
    signed["reviews"] = [REVIEW, signature(signed)]
    small.topics = {
        "basics": [
            fact("far"),
            fact("near", valid_until="2026-12-24"),
            signed,
            fact("past", valid_until="2026-11-01"),
        ],
        "stages": [fact("stage-near", valid_until="2026-12-01"), fact("stage-far")],
    }
    return small


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        ("", ["far", "near", "near-signed", "past", "stage-near", "stage-far"]),
        ("--topic stages", ["stage-near", "stage-far"]),
        ("--expiring", ["past", "stage-near", "near", "near-signed"]),
        ("--expiring --within 30", ["past", "stage-near"]),
        ("--expiring --within 31", ["past", "stage-near", "near", "near-signed"]),
        ("--expiring --within 0", ["past"]),
        ("--expiring --topic basics", ["past", "near", "near-signed"]),
        ("--expiring --unreviewed", ["past", "stage-near", "near"]),
        ("--unreviewed", ["far", "near", "past", "stage-near", "stage-far"]),
        ("--unreviewed --language zh --topic basics", ["far", "near", "near-signed", "past"]),
        ("--expiring --unreviewed --topic basics --within 5", ["past"]),
        (
            "--expiring --within 999999999999",
            ["past", "stage-near", "near", "near-signed", "far", "stage-far"],
        ),
    ],
)
def test_filters_of_the_list_can_be_combined(
    mixed: SmallKnowledge, options: str, listed: list[str]
) -> None:
    assert _listed(mixed, *options.split()) == listed


def test_the_last_day_there_is_can_be_looked_at(mixed: SmallKnowledge) -> None:
    told = done("list", "--expiring", "--knowledge", mixed.write(), "--on", "9999-12-31")
    assert told.endswith("6 of 6 facts.")


@pytest.fixture
def rich(small: SmallKnowledge) -> SmallKnowledge:
    """A fact with everything that a page can show."""
    small.sources[0]["label"] = "J Test 2020 [first]"
    small.sources.append(source("trial-two", retrieved="full text"))
    small.labels = {"measures": {"overall survival": {"zh": "总生存率"}}}
    small.policy = {"languages": ["en", "zh"]}
    small.fact.update(
        figures=[figure("27.4", note="95% CI 20-35")],
        citations=[
            {"source": "trial-one", "locator": "Table 2"},
            {"source": "trial-two", "locator": "paragraph P7", "role": "answers"},
        ],
        questions={"en": ["what is the liver"], "zh": ["肝脏是什么"]},
        curator_note="Look at [2] again: figures differ.",
    )
    return small


def _shown(small: SmallKnowledge, *options: str) -> str:
    return done("show", "liver-what", "--knowledge", small.write(), "--on", DAY, *options)


@pytest.mark.parametrize(
    "part",
    [
        "liver-what (basics, knowledge/facts/basics.yml:4)",
        "The liver is a big organ.",
        "肝脏是一个大器官。",
        "Simpler: It is big.",
        "Simpler: 它很大。",
        "Button: what is the liver",
        "Button: 肝脏是什么",
        "27 out of 100 (27.4%)",
        "总生存率",
        "overall survival │ 27.4 │ percent │ new care │ 24 months │ 82 │ trial-one │ 95% CI 20-35",
        "J Test 2020 [first] │ supports │ Table 2 │ abstract only",
        "answers │ paragraph P7 │ full text",
        "en │ checked against sources │ 2026-11-23 │ – │ –",
        "zh │ checked against sources; translation not yet reviewed by a clinician │ 2026-11-23 │",
        "Curator's note: Look at [2] again: figures differ.",
    ],
)
def test_show_gives_all_that_stands_behind_a_fact(rich: SmallKnowledge, part: str) -> None:
    assert part in _shown(rich)


def test_show_names_signers_by_language(rich: SmallKnowledge) -> None:
    rich.fact["reviews"] += [
        signature(rich.fact, "en", who="Dr [A]"),
        signature(rich.fact, "zh", who="李娜", role="医生"),
    ]
    shown = _shown(rich)
    assert "en │ reviewed by a clinician │ 2026-11-25 │ Dr [A], hepatologist │ –" in shown
    assert "zh │ reviewed by a clinician │ 2026-11-25 │ 李娜, 医生 │ –" in shown
    assert "Reviewed by Dr [A], hepatologist" in shown


def test_show_names_void_signatures_and_no_signer(rich: SmallKnowledge) -> None:
    rich.fact["reviews"].append(signature(rich.fact, "en"))
    rich.fact["simpler"]["en"] = "It is quite big."
    shown = _shown(rich)
    assert "en │ checked against sources │ 2026-11-23 │ – │ Dr Example, 2026-11-25" in shown
    assert "Reviewed by" not in shown


def test_show_tells_that_a_fact_is_not_served(rich: SmallKnowledge) -> None:
    rich.sources[0]["retracted"] = "2026-11-01"
    shown = _shown(rich)
    assert "It is not served: past its date, or a source was retracted." in shown
    assert "RETRACTED 2026-11-01" in shown


def test_show_tells_the_facts_own_problems(rich: SmallKnowledge) -> None:
    rich.topics["basics"].append(fact("other", valid_until="2020-01-01"))
    rich.fact["statement"]["zh"] = "肝脏有3个部分。"
    shown = _shown(rich)
    assert "liver-what statement.zh:" in shown
    assert "is past its date" not in shown


def test_show_warns_of_an_overdue_fact_as_patients_see_it(rich: SmallKnowledge) -> None:
    assert "23 November 2027" not in _shown(rich)
    assert "23 November 2027" in _shown(rich, "--on", "2027-12-01")


def test_an_unknown_fact_names_near_ones(mixed: SmallKnowledge) -> None:
    told = refusal("show", "near-sined", "--knowledge", mixed.write())
    assert told.startswith("there is no fact 'near-sined'; did you mean near-signed")


def test_an_unknown_fact_that_is_like_no_other_points_to_the_list(small: SmallKnowledge) -> None:
    told = refusal("show", "zzz", "--knowledge", small.write())
    assert told == "there is no fact 'zzz'; see: hepatica list"


@pytest.mark.parametrize("command", ["list", "check"])
def test_looking_changes_nothing(small: SmallKnowledge, command: str) -> None:
    root = small.write()
    before: dict[Path, bytes] = {p: p.read_bytes() for p in root.rglob("*.yml")}
    done(command, "--knowledge", root, "--on", DAY)
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before
