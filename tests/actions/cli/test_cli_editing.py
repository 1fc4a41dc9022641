"""Commands that change a knowledge file: sign, retract."""

from pathlib import Path

import pytest
from command_line import done, refusal, run, said
from small_knowledge import SmallKnowledge, fact, figure, source

from hepatica.loading import load_knowledge
from hepatica.models import Review
from hepatica.store import FactStore

DAY = ("--on", "2026-11-25")
CLINICIAN = ("--name", "Dr Li", "--role", "hepatologist")


def _last_review(root: Path) -> Review:
    return load_knowledge(root).facts["liver-what"].reviews[-1]


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _refused(root: Path, *arguments: str | Path) -> str:
    """What is said; no file changes."""
    before = _files(root)
    told = refusal(*arguments, "--knowledge", root)
    assert _files(root) == before
    return told


def test_sign_writes_the_signature_and_says_what_to_do_next(small: SmallKnowledge) -> None:
    root = small.write()
    told = done("sign", "liver-what", *CLINICIAN, *DAY, "--knowledge", root)
    review = _last_review(root)
    assert (review.who, review.role, review.language) == ("Dr Li", "hepatologist", "en")
    assert f"Dr Li, hepatologist, signed liver-what (en, version {review.version})." in told
    assert told.endswith("Build the store to publish it: hepatica build")
    assert "It waits" not in told


def test_sign_takes_the_language_that_was_read(small: SmallKnowledge) -> None:
    root = small.write()
    done("sign", "liver-what", *CLINICIAN, *DAY, "--language", "zh", "--knowledge", root)
    assert _last_review(root).language == "zh"


@pytest.mark.parametrize("name", ["Li, Na [CN]", "Dr [/red] Li", "李娜", ":smile: Li", "O'Neil"])
def test_a_name_is_printed_and_written_as_it_is(small: SmallKnowledge, name: str) -> None:
    root = small.write()
    told = done("sign", "liver-what", "--name", name, "--role", "nurse", "--knowledge", root, *DAY)
    assert told.startswith(f"{name}, nurse, signed liver-what")
    assert _last_review(root).who == name


def test_under_the_two_person_rule_the_first_signature_waits_for_the_second(
    small: SmallKnowledge,
) -> None:
    small.policy = {"signatures": 2}
    root = small.write()
    one = done("sign", "liver-what", *CLINICIAN, *DAY, "--knowledge", root)
    assert "It waits for another person: 2 signatures are needed (policy.yml)." in one
    again = _refused(root, "sign", "liver-what", "--name", "dr. li", "--role", "x", *DAY)
    assert "Dr Li has signed this wording already, on 2026-11-25" in again
    two = done("sign", "liver-what", "--name", "Dr B", "--role", "nurse", *DAY, "--knowledge", root)
    assert "It waits" not in two


@pytest.mark.parametrize(
    ("name", "role", "told"),
    [
        ("", "nurse", "a signature needs a name and a role; the name is empty"),
        ("Dr Li", " ", "a signature needs a name and a role; the role is empty"),
    ],
)
def test_an_empty_name_or_role_is_refused(
    small: SmallKnowledge, name: str, role: str, told: str
) -> None:
    arguments = ("sign", "liver-what", "--name", name, "--role", role)
    assert _refused(small.write(), *arguments) == told


def test_a_faulty_fact_is_refused_with_its_problems(small: SmallKnowledge) -> None:
    small.fact["valid_until"] = "2026-11-01"
    told = _refused(small.write(), "sign", "liver-what", *CLINICIAN, *DAY)
    assert told.startswith("liver-what has problems; mend them before anyone signs:")
    assert "knowledge/facts/basics.yml:" in told


def test_signing_an_unknown_fact_names_near_ones(small: SmallKnowledge) -> None:
    told = _refused(small.write(), "sign", "liver-wat", *CLINICIAN)
    assert told == "there is no fact 'liver-wat'; did you mean liver-what?"


def test_a_read_only_file_is_told(small: SmallKnowledge) -> None:
    root = small.write()
    small.path("facts/basics.yml").chmod(0o444)
    told = _refused(root, "sign", "liver-what", *CLINICIAN, *DAY)
    assert "knowledge/facts/basics.yml cannot be written (it is read-only)" in told


def test_a_signature_makes_the_fact_served_where_that_is_required(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.topics["basics"].append(fact("unsigned"))
    root, store = small.write(), tmp_path / "facts.sqlite"
    done("sign", "liver-what", *CLINICIAN, *DAY, "--knowledge", root)
    done("build", "--knowledge", root, "--store", store, "--no-checked")
    assert list(FactStore(store, require_reviewed=True).snapshot().facts) == ["liver-what"]


@pytest.fixture
def leaning(small: SmallKnowledge) -> SmallKnowledge:
    """Two facts that lean on ``trial-two``, one that answers it, one without it."""
    small.sources.append(source("trial-two"))
    first = {"source": "trial-one", "locator": "abstract"}
    second = {"source": "trial-two", "locator": "abstract"}
    small.topics["basics"] += [
        fact("backed", citations=[second]),
        fact("identified", citations=[first, {**second, "role": "identifies"}]),
        fact(
            "counted",
            citations=[first, {**second, "role": "answers"}],
            figures=[figure("27.4", study="trial-two")],
        ),
        fact("answering", citations=[first, {**second, "role": "answers"}]),
    ]
    return small


def test_a_dry_run_lists_the_facts_and_changes_nothing(leaning: SmallKnowledge) -> None:
    root = leaning.write()
    before = _files(root)
    told = done("retract", "trial-two", "--dry-run", "--knowledge", root)
    assert _files(root) == before
    line = leaning.line("facts/basics.yml", "id: backed")
    assert f"backed (knowledge/facts/basics.yml:{line})" in told
    assert all(identifier in told for identifier in ("identified", "counted"))
    assert "answering" not in told
    assert told.endswith("3 facts lean on trial-two. Nothing was changed.")


def test_a_retraction_withdraws_the_facts_with_the_next_build(
    leaning: SmallKnowledge, tmp_path: Path
) -> None:
    root, store = leaning.write(), tmp_path / "facts.sqlite"
    told = done("retract", "trial-two", *DAY, "--knowledge", root)
    assert "3 facts lean on trial-two. It is retracted" in told
    assert told.endswith("hepatica build")
    done("build", "--knowledge", root, "--store", store, "--no-checked")
    assert list(FactStore(store).snapshot().facts) == ["liver-what", "answering"]


def test_one_fact_is_counted_as_one(small: SmallKnowledge) -> None:
    told = done("retract", "trial-one", "--dry-run", "--knowledge", small.write())
    assert "1 fact leans on trial-one." in told


def test_a_second_retraction_is_refused(leaning: SmallKnowledge) -> None:
    root = leaning.write()
    done("retract", "trial-two", *DAY, "--knowledge", root)
    told = _refused(root, "retract", "trial-two", "--on", "2026-12-24")
    assert told == "'trial-two' is retracted already, since 2026-11-25"


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_an_unknown_source_is_refused_and_near_ones_are_named(
    leaning: SmallKnowledge, options: list[str]
) -> None:
    told = _refused(leaning.write(), "retract", "trial-to", *options)
    assert told.startswith("there is no source 'trial-to' in sources.yml; did you mean trial-two")


def test_a_withdrawn_fact_is_told_by_show_and_check(leaning: SmallKnowledge) -> None:
    root = leaning.write()
    done("retract", "trial-two", *DAY, "--knowledge", root)
    assert "It is not served" in done("show", "backed", "--knowledge", root, *DAY)
    assert "backed citations: is withdrawn" in said(run("check", "--knowledge", root, *DAY))
