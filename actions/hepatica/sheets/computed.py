"""The items that the program answers, each with its rule and what was found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hepatica.sheets import language, numbers
from hepatica.sheets.material import Material, TopicAnswer
from hepatica.sheets.models import NOT_APPLICABLE, Judgement, Name

NEARLY_ALL = 0.8
"""From which share on a quality holds "throughout" in PEMAT-P: 80% to 100% (Vishnevetsky J,
Walters CB, Tan KS, Patient Educ Couns 2018;101:490-496, table 7, after AHRQ's User's Guide)."""
A_FEW = 3
"""Abbreviations up to which a topic has no "more than a few" (PEMAT User's Guide, item 3)."""
LONGEST = 150
"""Words up to which an answer is short: about a minute of slow reading. Our own limit."""
_SHOWN = 5

Finding = Callable[[Material], Judgement]


def computed(name: Name, number: int, material: Material) -> Judgement:
    """The program's answer to an item that is computed."""
    return _COMPUTED[name][number](material)


def _everyday_words(material: Material) -> Judgement:
    reading = material.knowledge.policy.reading
    grades = {answer.fact.id: language.hardest(answer) for answer in material.answers}
    easy = [identifier for identifier, grade in grades.items() if grade <= reading.median]
    hardest = max(grades, key=lambda identifier: grades[identifier])
    short = language.abbreviations(material)
    good = _throughout(easy, grades) and grades[hardest] <= reading.most and len(short) <= A_FEW
    rule = (
        f"{NEARLY_ALL:.0%} or more of the facts have a statement and a caveat of reading grade "
        f"{reading.median:g} or less (Flesch-Kincaid), none is over grade {reading.most:g}, and "
        f"the topic has no more than {A_FEW} abbreviations (CT, MRI and countries do not count)"
    )
    found = (
        f"{_share(easy, grades)} of the facts at grade {reading.median:g} or less, the hardest at "
        f"{grades[hardest]:.1f} (`{hardest}`); abbreviations: {_listed(short)}"
    )
    return _agree(good, rule, found)


def _terms_explained(material: Material) -> Judgement:
    words = _Words.of(material)
    rule = (
        "every rare word stands in the glossary, and, as no answer shows the glossary, "
        f"{NEARLY_ALL:.0%} or more of the topic's medical words and abbreviations are explained in "
        'its own answers or their simpler words ("X means", "called X", "... (X)" and the like; '
        "the form of the sentence is seen, not whether the explanation is good)"
    )
    good = not words.strange and _throughout(words.explained, words.every)
    return _agree(good, rule, words.found)


def _audience_words(material: Material) -> Judgement:
    words = _Words.of(material)
    rule = (
        "as for PEMAT-P item 4, but every medical word and abbreviation must be explained, for "
        "this index gives a point only when all instances are good"
    )
    return _yes(not words.strange and not words.unexplained, rule, words.found)


@dataclass(frozen=True)
class _Words:
    """A topic's medical words; ``strange`` are facts with rare words of no glossary entry."""

    explained: list[str]
    unexplained: list[str]
    strange: list[str]

    @classmethod
    def of(cls, material: Material) -> "_Words":
        told: dict[bool, list[str]] = {True: [], False: []}
        for word in language.technical_words(material):
            told[language.is_explained(word, material.texts)].append(word)
        return cls(told[True], told[False], language.outside_the_glossary(material))

    @property
    def every(self) -> list[str]:
        return self.explained + self.unexplained

    @property
    def found(self) -> str:
        share = _share(self.explained, self.every)
        found = f"{share} of the words explained; not explained: {_listed(self.unexplained)}"
        return f"{found}; rare words in: {_ids(self.strange)}" if self.strange else found


def _active(material: Material) -> Judgement:
    every = language.sentences(material)
    active = [sentence for sentence in every if not language.is_passive(sentence)]
    rule = (
        f"{NEARLY_ALL:.0%} or more of the sentences of statements and caveats have no passive: no "
        'form of "be" or "get" with a past participle after it (a pattern, not a parser: it '
        "takes some adjectives for passives and misses unusual ones)"
    )
    return _agree(_throughout(active, every), rule, f"{_share(active, every)} of the sentences")


def _clear_numbers(material: Material) -> Judgement:
    having = material.with_figures
    if not having:
        return Judgement(answer=NOT_APPLICABLE, reason="Computed. No answer has figures.")
    one_sided = numbers.one_sided(material)
    unclear = [
        answer.fact.id
        for answer in having
        if numbers.bare_percentages(answer)
        or any(figure.unit in numbers.RATIOS for figure in answer.fact.figures)
        or answer.fact.id in one_sided
    ]
    clear = [answer for answer in having if answer.fact.id not in unclear]
    rule = (
        f"in {NEARLY_ALL:.0%} or more of the answers with figures, every percentage is also said "
        "as so many of so many people, there is no hazard or odds ratio, and a figure that the "
        "store knows of two groups is given of both"
    )
    found = f"{_share(clear, having)} of the answers with figures; not: {_ids(unclear)}"
    return _agree(_throughout(clear, having), rule, found)


def _no_calculation(material: Material) -> Judgement:
    mixed = material.where(lambda answer: len(numbers.head_counts(answer)) > 1)
    one_sided = numbers.one_sided(material)
    wrong = list(dict.fromkeys([*mixed, *one_sided]))
    rule = (
        "no answer has counts out of different numbers of people without percentages to compare "
        "them by, or gives a figure of one group where the store knows that of the other, too"
    )
    return _agree(not wrong, rule, f"such answers: {_ids(wrong)}")


def _calculation_shown(material: Material) -> Judgement:
    if _no_calculation(material).answer == "agree":
        reason = "Computed. Item 7 found no answer that asks for a calculation."
        return Judgement(answer=NOT_APPLICABLE, reason=reason)
    reason = "Computed. Item 7 found answers that ask for a calculation; none of them shows how."
    return Judgement(answer="disagree", reason=reason)


def _short_pieces(material: Material) -> Judgement:
    longest = max(material.answers, key=lambda answer: answer.words)
    short = [answer for answer in material.answers if answer.words <= LONGEST]
    rule = (
        f"{NEARLY_ALL:.0%} or more of the answers, each a piece of the topic, have no more than "
        f"{LONGEST} words with their source line (our own limit, the guide gives none)"
    )
    found = (
        f"{_share(short, material.answers)} of the answers; the longest has {longest.words} words "
        f"(`{longest.fact.id}`)"
    )
    return _agree(_throughout(short, material.answers), rule, found)


def _known_and_unknown(material: Material) -> Judgement:
    voice = material.snapshot.voice("en")
    unsure = material.where(lambda a: _how_sure(a, voice.say) not in a.whole.split("\n"))
    gaps = material.where(language.says_what_is_not_known)
    rule = (
        "every answer has its line on how sure it is, and at least one statement or caveat says "
        'what is not known ("is not yet known", "we could not confirm", "are needed to know" '
        "and the like)"
    )
    found = f"answers without the line: {_ids(unsure)}; answers that say a gap: {_ids(gaps)}"
    return _yes(not unsure and bool(gaps), rule, found)


def _how_sure(answer: TopicAnswer, say: Callable[[str], str]) -> str:
    return say(f"sure_{answer.fact.certainty.replace(' ', '_')}")


def _familiar_numbers(material: Material) -> Judgement:
    if not material.with_figures:
        return Judgement(answer=NOT_APPLICABLE, reason="Computed. No answer has figures.")
    odd = material.where(numbers.decimals)
    rule = (
        "every number is a whole number; decimals stand only in brackets behind one, as in "
        '"27 out of 100 (27.4%)", so hazard ratios and "23.7 months" do not pass'
    )
    return _yes(not odd, rule, f"answers with other decimals: {_ids(odd)}")


def _numbers_explained(material: Material) -> Judgement:
    if not material.with_figures:
        return Judgement(answer=NOT_APPLICABLE, reason="Computed. No answer has figures.")
    used = [w for w in numbers.NEED_WORDS if any(w in a.body for a in material.answers)]
    unexplained = [word for word in used if not language.is_explained(word, material.texts)]
    bare = material.where(numbers.bare_percentages)
    lone = material.where(numbers.lone_ratios)
    rule = (
        "every percentage is also said as so many of so many people, every ratio has the figures "
        f"of both groups beside it, and an answer explains each of {_listed(numbers.NEED_WORDS)} "
        "that the topic uses"
    )
    found = (
        f"percentages without people: {_ids(bare)}; ratios alone: {_ids(lone)}; "
        f"not explained: {_listed(unexplained)}"
    )
    return _yes(not (bare or lone or unexplained), rule, found)


def _must_calculate(material: Material) -> Judgement:
    if not material.with_figures:
        return Judgement(answer=NOT_APPLICABLE, reason="Computed. No answer has figures.")
    counts = {a.fact.id: bases for a in material.answers if (bases := numbers.head_counts(a))}
    shares = any(figure.unit == "percent" for a in material.answers for figure in a.fact.figures)
    every = set[str]().union(*counts.values(), {"100"} if shares else ())
    must = bool(counts) and len(every) > 1
    rule = (
        "all shares of the topic are out of the same number of people, or have a percentage to "
        "compare them by; a reader who compares two answers must calculate where they have neither"
    )
    found = f"answers with a count only: {_ids(list(counts))}; counts are out of: {_listed(every)}"
    return Judgement(answer="yes" if must else "no", reason=_reason(rule, found))


def _chances_in_words(material: Material) -> Judgement:
    having = [a for a in material.answers if "%" in a.body or any(f.out_of for f in a.fact.figures)]
    if not having:
        reason = "Computed. No answer gives a chance as a number."
        return Judgement(answer=NOT_APPLICABLE, reason=reason)
    bare = material.where(numbers.bare_percentages)
    rule = (
        "every percentage is also put as so many out of so many people (a stricter reader may want "
        'a word such as "rare", or a picture; there are no pictures yet)'
    )
    return _yes(not bare, rule, f"answers with a percentage alone: {_ids(bare)}")


_COMPUTED: Mapping[Name, Mapping[int, Finding]] = {
    "pemat": {
        3: _everyday_words,
        4: _terms_explained,
        5: _active,
        6: _clear_numbers,
        7: _no_calculation,
        8: _short_pieces,
        24: _calculation_shown,
    },
    "cdc": {
        7: _audience_words,
        11: _known_and_unknown,
        15: _familiar_numbers,
        16: _numbers_explained,
        17: _must_calculate,
        20: _chances_in_words,
    },
}


def _throughout(good: Sequence[object], every: Sequence[object] | Mapping[str, object]) -> bool:
    return not every or len(good) / len(every) >= NEARLY_ALL


def _agree(good: bool, rule: str, found: str) -> Judgement:
    return Judgement(answer="agree" if good else "disagree", reason=_reason(rule, found))


def _yes(good: bool, rule: str, found: str) -> Judgement:
    return Judgement(answer="yes" if good else "no", reason=_reason(rule, found))


def _reason(rule: str, found: str) -> str:
    return f"Computed. Rule: {rule}. Found: {found}."


def _share(part: Sequence[object], whole: Sequence[object] | Mapping[str, object]) -> str:
    percent = int(100 * len(part) / len(whole) + 0.5) if whole else 100
    return f"{len(part)} of {len(whole)} ({percent}%)"


def _listed(words: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(words, key=lambda word: (len(word), word))) or "none"


def _ids(identifiers: Sequence[str]) -> str:
    names = ", ".join(f"`{identifier}`" for identifier in identifiers[:_SHOWN])
    more = len(identifiers) - _SHOWN
    return f"{names} and {more} more" if more > 0 else names or "none"
