"""Signing a fact adds one line to its file and changes nothing else."""

import os
from pathlib import Path
from typing import Any, NoReturn

import pytest
from small_knowledge import SmallKnowledge
from workshop import CHECK, REVIEWS, SIGNING_DAY, HandWritten, diff, left_over

from hepatica.curating import editing
from hepatica.curating.editing import EditError
from hepatica.curating.signatures import sign, signature
from hepatica.loading import load_knowledge
from hepatica.models.fact import SIGNED
from hepatica.signing import signed_version

BOM = "\ufeff"


def _added(hand: HandWritten, **signed: str) -> str:
    """The one line that signing adds; nothing is taken away."""
    before = hand.path.read_bytes()
    hand.sign(**signed)
    gone, added = diff(before, hand.path.read_bytes())
    assert gone == []
    (line,) = added
    return line


def _refused(hand: HandWritten, **signed: str) -> str:
    """Why signing is refused; the file stays as it is."""
    before = hand.path.read_bytes()
    with pytest.raises(EditError) as refusal:
        hand.sign(**signed)
    assert hand.path.read_bytes() == before
    assert left_over(hand.root) == []
    return str(refusal.value)


def test_the_line_says_who_in_which_role_when_which_language_and_which_content(
    hand: HandWritten,
) -> None:
    version = signed_version(load_knowledge(hand.root).facts["liver-what"], "zh")
    assert _added(hand, who="李娜", language="zh") == (
        f"  - {{status: {SIGNED}, who: 李娜, role: hepatologist, on: 2026-11-25, "
        f"language: zh, version: {version}}}\n"
    )


def test_the_signed_fact_stands_as_reviewed(hand: HandWritten) -> None:
    stands = hand.sign()
    assert stands == hand.standing()
    assert stands.signers == (("Dr Example", "hepatologist"),)
    assert stands.on == SIGNING_DAY


def test_the_other_language_and_the_other_fact_stand_as_before(hand: HandWritten) -> None:
    hand.sign()
    assert not hand.standing("zh").signed
    assert not hand.standing(fact="liver-where").signed


def test_the_signature_stands_below_the_last_review(hand: HandWritten) -> None:
    hand.sign("Dr One")
    hand.sign("Dr Two")
    reviews = load_knowledge(hand.root).facts["liver-what"].reviews
    assert [review.who for review in reviews] == ["Hepatica curators", "Dr One", "Dr Two"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old macintosh"])
@pytest.mark.parametrize("mark", ["", BOM], ids=["plain", "byte order mark"])
def test_line_endings_and_byte_order_mark_stay(hand: HandWritten, ending: str, mark: str) -> None:
    hand.write(ending=ending, mark=mark)
    line = _added(hand)
    assert line.endswith(ending)
    assert hand.path.read_bytes().startswith(mark.encode())


def test_mixed_line_endings_stay_and_the_new_line_ends_like_the_one_above(
    hand: HandWritten,
) -> None:
    hand.edit("# never changes\n", "# never changes\r\n")
    assert _added(hand).endswith("}\n")


def test_a_line_separator_inside_a_text_moves_nothing(hand: HandWritten) -> None:
    hand.edit(
        "- {source: trial-one, locator: abstract}\n",
        "- {source: trial-one, locator: abstract} # a\u2028 # b\u0085 # c\n",
    )
    hand.sign()
    assert hand.standing().signed


def test_the_last_fact_of_a_file_without_a_last_line_break_can_be_signed(
    hand: HandWritten,
) -> None:
    before = hand.path.read_bytes().rstrip(b"\n")
    hand.path.write_bytes(before)
    hand.sign(fact="liver-where")
    after = hand.path.read_bytes()
    assert after.startswith(before + b"\n  - {status: reviewed by a clinician")
    assert after.count(b"\n") == before.count(b"\n") + 1


LAYOUTS = {
    "deeper": f"  reviews:\n      -   {CHECK}\n",
    "several lines for one review": (
        "  reviews:\n"
        "  - status: checked against sources\n"
        "    who: Hepatica curators\n"
        "\n"
        "    # the first check\n"
        "    role: curator\n"
        "    on: 2026-11-23\n"
    ),
    "a comment at the margin inside a review": (
        "  reviews:\n"
        "  - status: checked against sources\n"
        "# of the first edition\n"
        "    who: Hepatica curators\n"
        "    role: curator\n"
        "    on: 2026-11-23\n"
    ),
    "braces over two lines": (
        "  reviews:\n"
        "  - {status: checked against sources, who: Hepatica curators,\n"
        "     role: curator, on: 2026-11-23}\n"
    ),
    "comments below": f"  reviews:\n  - {CHECK}\n    # next check in spring\n\n\n",
    "a field below": f"  reviews:\n  - {CHECK}\n  sensitive: true\n",
    "two reviews": f"  reviews:\n  - {CHECK}\n  # and again\n  - {CHECK}\n",
}


@pytest.mark.parametrize("reviews", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_that_curators_use_can_be_signed(hand: HandWritten, reviews: str) -> None:
    hand.write(reviews)
    _added(hand)
    assert hand.standing().signed


def test_a_signature_stands_right_below_the_review_not_below_what_follows(
    hand: HandWritten,
) -> None:
    hand.write(LAYOUTS["comments below"])
    added = _added(hand)
    assert f"{CHECK}\n{added}    # next check" in hand.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "reviews",
    [
        f"  reviews: [{CHECK}]\n",
        f"  reviews: [\n    {CHECK}\n  ]\n",
        f"  reviews:\n  -\n    {CHECK}\n",
    ],
    ids=["in brackets", "in brackets over lines", "dash alone"],
)
def test_reviews_that_no_line_can_be_added_to_are_refused(hand: HandWritten, reviews: str) -> None:
    hand.write(reviews)
    reason = _refused(hand)
    assert "knowledge/facts/basics.yml:" in reason
    assert "write each review on its own line that starts with '- '; then sign again" in reason


def test_reviews_in_brackets_that_begin_the_fact_are_refused_in_the_same_words(
    hand: HandWritten,
) -> None:
    hand.write("")
    hand.edit("- id: liver-what   # never changes", f"- reviews: [{CHECK}]\n  id: liver-what")
    assert "write each review on its own line" in _refused(hand)


def test_reviews_shared_with_another_fact_are_refused(hand: HandWritten) -> None:
    hand.write(REVIEWS.replace("reviews:", "reviews: &both"))
    hand.edit(f"  reviews:\n  - {CHECK}\n", "  reviews: *both\n")
    assert "is the entry written once" in _refused(hand).lower()


def test_the_first_review_may_be_a_signature(hand: HandWritten) -> None:
    hand.sign()
    hand.edit(f"  - {CHECK}  # by two of us\n", "")
    hand.sign("Dr Second")
    assert len(hand.standing().signers) == 2


NAMES = [
    "Li, Na",
    "Dr. O'Neil",
    'Anna "Ann" Lee',
    "Chief: Dr Li",
    "李娜",
    "Dr #1 Li",
    "{Dr} [Li]",
    "- Li",
    "*Li & Li",
    "yes",
    "Null",
    "José Ñandú",
    "1e3 Li",
    "Dr Li\\n",
    "!Li",
    "@Li",
    "%Li",
    "Dr Li" + " von Li" * 60,
]


@pytest.mark.parametrize("who", NAMES)
def test_any_name_is_read_back_as_it_was_given(hand: HandWritten, who: str) -> None:
    added = _added(hand, who=who)
    assert added.count("\n") == 1
    assert hand.standing().signers == ((who, "hepatologist"),)


def test_a_name_is_brought_on_one_line(hand: HandWritten) -> None:
    _added(hand, who=" Dr\n Li\t\u3000Na ")
    assert hand.standing().signers == (("Dr Li Na", "hepatologist"),)


@pytest.mark.parametrize("nothing", ["", "  ", "\n", "--", "...", "123"])
@pytest.mark.parametrize("field", ["name", "role"])
def test_an_empty_name_or_role_is_refused(hand: HandWritten, field: str, nothing: str) -> None:
    fact = load_knowledge(hand.root).facts["liver-what"]
    given = {"name": "Dr Li", "role": "nurse"} | {field: nothing}
    with pytest.raises(EditError, match=f"the {field} is empty"):
        signature(fact, given["name"], given["role"], SIGNING_DAY, "en")


@pytest.mark.parametrize("who", ["Dr\u200bLi", "Dr \x1b[31mLi", "Dr \u202eLi"])
def test_a_name_with_characters_that_cannot_be_seen_is_refused(hand: HandWritten, who: str) -> None:
    assert "cannot be seen" in _refused(hand, who=who)


def test_the_same_person_cannot_sign_one_content_twice(hand: HandWritten) -> None:
    hand.sign("Dr. Li Na")
    assert "Dr. Li Na has signed this wording already, on 2026-11-25" in _refused(
        hand, who="dr li  na"
    )


def test_the_same_person_can_sign_the_other_language(hand: HandWritten) -> None:
    hand.sign()
    assert hand.sign(language="zh").signed


def test_the_same_person_can_sign_again_after_an_edit(hand: HandWritten) -> None:
    hand.sign()
    hand.edit("It is red.", "It is brown.")
    assert hand.sign().signed
    assert hand.standing().void == ()


def test_one_signature_is_not_enough_under_the_two_person_rule(small: SmallKnowledge) -> None:
    small.policy = {"signatures": 2}
    hand = HandWritten(small)
    assert not hand.sign("Dr One").signed
    assert hand.sign("Dr Two").signed


@pytest.mark.parametrize("again", ["Dr One", "DR. ONE", "dr  one", "Ｄｒ One"])
def test_the_second_signature_must_be_another_persons(small: SmallKnowledge, again: str) -> None:
    small.policy = {"signatures": 2}
    hand = HandWritten(small)
    hand.sign("Dr One")
    assert "Dr One has signed this wording already" in _refused(hand, who=again)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_checked_a_fact_does_not_sign_it_under_the_two_person_rule(
    small: SmallKnowledge, language: str
) -> None:
    small.policy = {"signatures": 2}
    reason = _refused(HandWritten(small), who="hepatica  Curators", language=language)
    assert "Hepatica curators checked this fact against its sources" in reason
    assert "wants another person to sign it" in reason


def test_who_checked_a_fact_may_sign_it_where_one_signature_is_enough(
    hand: HandWritten,
) -> None:
    assert hand.sign("Hepatica curators").signed


def test_a_fact_with_problems_is_not_signed(hand: HandWritten) -> None:
    hand.edit("It is red.", "It weighs 1.5 kg.")
    reason = _refused(hand)
    assert "liver-what has problems; mend them before anyone signs" in reason
    assert "1.5" in reason


def test_a_fact_past_its_date_is_not_signed(hand: HandWritten) -> None:
    hand.edit("valid_until: 2027-11-23\n  reviews:  #", "valid_until: 2026-11-24\n  reviews:  #")
    assert "is past its date (2026-11-24)" in _refused(hand)


def test_problems_of_another_fact_do_not_keep_from_signing(hand: HandWritten) -> None:
    hand.edit("It is big.", "It weighs 1.5 kg.")
    assert hand.sign(fact="liver-where").signed


def test_a_problem_of_a_term_with_the_facts_id_does_not_keep_from_signing(
    small: SmallKnowledge,
) -> None:
    small.terms[0] |= {"id": "liver-what", "definition": {"en": "It has 4 parts.", "zh": "三"}}
    assert HandWritten(small).sign().signed


def test_a_wording_that_is_missing_in_the_language_is_not_signed(hand: HandWritten) -> None:
    reason = _refused(hand, language="zh", fact="liver-where")
    assert reason == "liver-where has no whole wording in 'zh'; nothing to sign"


def test_a_caveat_without_translation_makes_the_wording_incomplete(hand: HandWritten) -> None:
    hand.edit(
        "  simpler: {en: It is big., zh: 它很大。}",
        "  simpler: {en: It is big., zh: 它很大。}\n  caveat: {en: Not in all.}",
    )
    assert "no whole wording in 'zh'" in _refused(hand, language="zh")


FIGURE = (
    "{measure: size, value: '15', unit: cm, group: all, timepoint: null, n: 9, study: trial-one}"
)
EDITS = {
    "statement": ("It is red.", "It is brown."),
    "simpler": ("It is big.", "It is quite big."),
    "caveat": ("  questions:\n", "  caveat: {en: Not in all.}\n  questions:\n"),
    "citation": ("  citations:\n", "  citations:\n  - {source: trial-one, locator: page}\n"),
    "figure": ("  citations:\n", f"  figures:\n  - {FIGURE}\n  citations:\n"),
    "certainty": ("established\n  questions:\n", "trial result\n  questions:\n"),
    "date": ("valid_until: 2027-11-23\n  reviews:  #", "valid_until: 2027-11-24\n  reviews:  #"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_of_the_content_makes_the_signature_void(
    hand: HandWritten, edit: tuple[str, str]
) -> None:
    hand.sign()
    hand.edit(*edit)
    assert [review.who for review in hand.standing().void] == ["Dr Example"]
    assert not hand.standing().signed


@pytest.mark.parametrize(
    "edit",
    [
        ("[what is the liver]", "[what is the liver, liver]"),
        ("  questions:\n", "  facets: {terms: [liver]}\n  questions:\n"),
        ("  questions:\n", "  curator_note: Look again.\n  questions:\n"),
        (
            "    en: The liver is a big organ.\n      It is red.\n",
            "    en: 'The liver is a big organ. It is red.'\n",
        ),
    ],
    ids=["question", "facet", "note", "layout"],
)
def test_an_edit_beside_the_content_leaves_the_signature(
    hand: HandWritten, edit: tuple[str, str]
) -> None:
    hand.sign()
    hand.edit(*edit)
    assert hand.standing().signed


def test_an_edit_of_the_chinese_leaves_the_english_signature(hand: HandWritten) -> None:
    hand.sign()
    hand.sign("李娜", "zh")
    hand.edit("它是红色的。", "它是棕色的。")
    assert hand.standing("en").signed
    assert not hand.standing("zh").signed


def test_an_edit_that_is_taken_back_makes_the_signature_good_again(hand: HandWritten) -> None:
    hand.sign()
    hand.edit("It is red.", "It is brown.")
    hand.edit("It is brown.", "It is red.")
    assert hand.standing().signed


def test_a_read_only_file_is_left_alone(hand: HandWritten) -> None:
    hand.path.chmod(0o444)
    reason = _refused(hand)
    assert reason.startswith("knowledge/facts/basics.yml cannot be written (it is read-only)")


def test_a_file_that_belongs_to_somebody_else_is_left_alone(
    hand: HandWritten, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "you may not write it" in _refused(hand)


@pytest.mark.parametrize("step", ["write_bytes", "chmod", "replace"])
def test_a_failure_in_the_middle_leaves_the_file(
    hand: HandWritten, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = getattr(Path, step)

    def fail_beside_the_file(path: Path, *given: Any, **named: Any) -> Any:
        if path.name.endswith(".new"):
            raise OSError(28, "No space left on device")
        return real(path, *given, **named)

    monkeypatch.setattr(Path, step, fail_beside_the_file)
    assert "cannot be written (No space left on device); nothing changed" in _refused(hand)


def test_an_interruption_while_the_change_is_tried_leaves_the_file(
    hand: HandWritten, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(root: Path) -> NoReturn:
        raise KeyboardInterrupt

    before = hand.path.read_bytes()
    monkeypatch.setattr(editing, "load_knowledge", interrupt)
    with pytest.raises(KeyboardInterrupt):
        hand.sign()
    assert hand.path.read_bytes() == before
    assert left_over(hand.root) == []


def test_a_file_that_was_edited_meanwhile_is_left_alone(hand: HandWritten) -> None:
    knowledge = load_knowledge(hand.root)
    fact = knowledge.facts["liver-what"]
    review = signature(fact, "Dr Late", "nurse", SIGNING_DAY, "en")
    hand.edit("It is red.", "It is brown.")
    before = hand.path.read_bytes()
    with pytest.raises(EditError, match="nothing changed"):
        sign(hand.root, knowledge, fact, review)
    assert hand.path.read_bytes() == before


def test_a_file_that_was_removed_meanwhile_is_told(hand: HandWritten) -> None:
    knowledge = load_knowledge(hand.root)
    fact = knowledge.facts["liver-what"]
    review = signature(fact, "Dr Late", "nurse", SIGNING_DAY, "en")
    hand.path.unlink()
    with pytest.raises(EditError, match="cannot be read"):
        sign(hand.root, knowledge, fact, review)


def test_rights_and_links_of_the_file_stay(hand: HandWritten, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yml"
    hand.path.rename(elsewhere)
    elsewhere.chmod(0o640)
    hand.path.symlink_to(elsewhere)
    hand.sign()
    assert hand.path.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert "Dr Example" in elsewhere.read_text(encoding="utf-8")
