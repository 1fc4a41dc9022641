"""A stage name without its system ("my letter says IIIa"): what it means in each of them."""

import re
from dataclasses import replace
from datetime import date

from hepatica.answers.compose import compose, source_line, sources_of
from hepatica.answers.contract import ShownReview, ShownTable
from hepatica.dialogue.desk import Desk, Reply
from hepatica.models import Fact, StageRow, StagingSystem, Term, Text
from hepatica.models.crosswalk import plain_code
from hepatica.models.fact import CHECKED
from hepatica.wording import Voice, capital

COMPARED = 2
"""Systems named from which a question is about how they compare."""
TOPIC = "stages"
IN_WORDS = "early-intermediate-advanced"
"""The fact that says what early, intermediate and advanced mean; it stands under every table."""
_GOING_ON = re.compile(r"^\s*(?:(?:and|or|what about|how about)\b|那|还有)|呢\W*$", re.IGNORECASE)
_GRADING = re.compile(r"clavien|dindo", re.IGNORECASE)
_BEFORE_GRADE = re.compile(r"\b(?:grade|type|class|phase|segment)\W*$|并发症\W*$", re.IGNORECASE)
_AFTER_GRADE = re.compile(r"\s*(?:级|型|complication)", re.IGNORECASE)
"""Grades of complications and types of a thrombus are written like stages, and are none."""
_LETTER = re.compile(r"\b(?:letter|report|stage|staged)\b|报告|病历|诊断|期", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w.-])(?:(?:IV|III?)[ABab]?|I[ABab]|I(?=期)|[1-4][ABab]|[1-4](?=期))"
    r"(?![A-Za-z\d%-]|\.\d|期?(?:临床|试验|研究))",
    re.ASCII,
)
"""A stage alone: "the report says IV", "III期". The glossary leaves it out because it has other
meanings, so it counts only in a letter, or after an answer on stages; a trial's phase is none."""

Rows = dict[str, list[StageRow]]


def stage_answer(desk: Desk, *, in_context: bool = False) -> Reply | None:
    """The table, when the message names a stage that several systems have, or compares systems.

    A named system gives its own fact when it has the stage. With ``in_context`` the message goes on
    from the last answer: when that was about one system, so is this.
    """
    systems = desk.snapshot.stage_systems
    named = [system for system in systems if _is_named(system, desk)]
    codes = stage_codes(_stages(desk)) or _bare_codes(desk)
    if len(named) >= COMPARED:
        return _table(desk, codes, named)
    if len(codes) != 1:
        return None
    goes_on = in_context or _GOING_ON.search(desk.text)
    meant = named or (_talked_of(desk, systems) if goes_on else [])
    if len(meant) == 1 and (rows := meant[0].having(codes[0])):
        return _own_fact(desk, rows[0], meant[0], named=bool(named))
    owners = [system for system in systems if system.having(codes[0])]
    return _table(desk, codes, systems) if len(owners) >= COMPARED else None


def _is_named(system: StagingSystem, desk: Desk) -> bool:
    """Whether the message names the system; "CNLC IIIa" is one entity, so its words count too."""
    if system.term in desk.mentions.words:
        return True
    term = desk.snapshot.terms.get(system.term)
    names = "|".join(map(re.escape, _names(term))) if term else ""
    return bool(names and re.search(rf"(?<![a-z])(?:{names})(?![a-z])", desk.text.casefold()))


def _names(term: Term) -> list[str]:
    names = [term.term.en, term.term.zh, *term.abbreviations, *term.synonyms.all()]
    return [name.casefold() for name in names if name]


def _stages(desk: Desk) -> list[str]:
    """The stages named, without grades and types that are written like them."""
    if _GRADING.search(desk.text):
        return []
    return [stage for stage in desk.mentions.get("stage") if not _is_grade(stage, desk)]


def _is_grade(stage: str, desk: Desk) -> bool:
    for words in desk.mentions.texts.get(stage, []):
        before, found, after = desk.text.partition(words)
        if found and (_BEFORE_GRADE.search(before) or _AFTER_GRADE.match(after)):
            return True
    return False


def _bare_codes(desk: Desk) -> list[str]:
    """Codes that stand in the message without being found as stages."""
    on_stages = _GOING_ON.search(desk.text) and any(f.topic == TOPIC for f in desk.given())
    if desk.mentions.get("stage") or not (on_stages or _LETTER.search(desk.text)):
        return []
    codes = []
    for match in _BARE.finditer(desk.text):
        before, after = desk.text[: match.start()], desk.text[match.end() :]
        if not (_BEFORE_GRADE.search(before) or _AFTER_GRADE.match(after)):
            codes.append(spelled(match[0]))
    return [] if _GRADING.search(desk.text) else list(dict.fromkeys(codes))


def _talked_of(desk: Desk, systems: list[StagingSystem]) -> list[StagingSystem]:
    """The systems that the last answer was about."""
    terms = {term for fact in desk.given() for term in fact.facets.terms}
    return [system for system in systems if system.term in terms]


def _best_topic(desk: Desk) -> str | None:
    return max(desk.topics, key=lambda topic: desk.topics[topic], default=None)


def stage_codes(stages: list[str]) -> list[str]:
    """The codes of stages named, as letters write them: "cnlc-iiia" is "IIIa".

    >>> stage_codes(["cnlc-iiia", "bclc-b", "tnm-iv", "early-stage", "cnlc-iv"])
    ['IIIa', 'B', 'IV']
    """
    codes = []
    for stage in stages:
        system, _, code = stage.partition("-")
        if system in ("bclc", "cnlc", "tnm") and code:
            codes.append(spelled(code))
    return list(dict.fromkeys(codes))


def spelled(code: str) -> str:
    """A code as most letters write it.

    >>> spelled("iiia"), spelled("2B"), spelled("IV"), spelled("b")
    ('IIIa', 'IIb', 'IV', 'B')
    """
    plain = plain_code(code)
    return plain[:-1] + plain[-1].lower() if len(plain) > 1 and plain[-1] in "AB" else plain


def _own_fact(desk: Desk, row: StageRow, system: StagingSystem, *, named: bool) -> Reply | None:
    """The fact on one stage of one system; None when the question finds its own way there.

    It does not when the same stage of another system is nearer, when what is found tells of the
    system but of no stage, nor when it is only clear with the last answer in mind: the system is
    not ``named``, and the stage's own fact is found.
    """
    found = desk.find(desk.query())
    facets = found[0].fact.facets if found else None
    on_system = bool(facets and system.term in facets.terms and facets.stages)
    on_system = on_system and (named or found[0].fact.id != row.fact)
    if on_system or _best_topic(desk) not in (TOPIC, None):
        return None
    fact = desk.snapshot.facts[row.fact]
    buttons = desk.suggestions([fact], found, "suggest_simpler", "suggest_more")
    stage = next(iter(fact.facets.stages), None)
    return desk.give([fact], desk.style, buttons, topic=fact.topic, stage=stage)


def _table(desk: Desk, codes: list[str], systems: list[StagingSystem]) -> Reply:
    rows = {s.id: [row for code in codes for row in s.having(code)] for s in systems}
    facts = _facts(desk, systems, rows)
    contract = compose(facts, desk.snapshot, desk.style).contract.untold()
    voice = desk.snapshot.voice(contract.language)
    code = codes[0] if len(codes) == 1 else None
    in_words = _in_words(desk, voice)
    standing = _standing(desk, facts, voice)
    contract = contract.model_copy(
        update={
            "small_print": standing[-1:],
            "reviewed": _as_checked(contract.reviewed),
            "facts": [fact.id for fact in facts],
            "sources": sources_of(facts, desk.snapshot),
            "table": _cells(
                systems, rows if codes else {s.id: s.stages for s in systems}, in_words, voice
            ),
            "suggestions": desk.suggestions(facts, [], "suggest_simpler", "suggest_source"),
        }
    )
    context = desk.context.after_answer(contract.facts, topic=facts[0].topic)
    said = _lines(systems, rows, code, voice)
    said[-1:-1] = [f"- {words}" for words in in_words]
    text = "\n".join([*said, *standing])
    return Reply([text], contract, replace(context, stage=None))


def _facts(desk: Desk, systems: list[StagingSystem], rows: Rows) -> list[Fact]:
    """The facts behind the table: of each system the one that says most about what was asked."""
    ids = [rows[s.id][0].fact if rows[s.id] else s.fact for s in systems]
    served = desk.snapshot.facts
    return [
        served[identifier] for identifier in dict.fromkeys([*ids, IN_WORDS]) if identifier in served
    ]


def _in_words(desk: Desk, voice: Voice) -> list[str]:
    """What early, intermediate and advanced mean, when it may be told today."""
    fact = desk.snapshot.facts.get(IN_WORDS)
    return [_word(fact.statement, voice)] if fact else []


def _lines(systems: list[StagingSystem], rows: Rows, code: str | None, voice: Voice) -> list[str]:
    intro = voice.say("stage_asked", code=code) if code else voice.say("stages_compared")
    lines = [f"- {_line(system, rows[system.id], code, voice)}" for system in systems]
    return [intro, *lines, voice.say("stage_only_team")]


def _standing(desk: Desk, facts: list[Fact], voice: Voice) -> list[str]:
    """A warning when one of the facts is overdue, and, last, the source."""
    today = desk.today or date.today()
    overdue = [fact.valid_until for fact in facts if desk.snapshot.overdue(fact, today)]
    warning = [voice.say("overdue", on=voice.day(min(overdue)))] if overdue else []
    return [*warning, source_line(facts, desk.snapshot, voice, as_signed=False)]


def _as_checked(reviewed: ShownReview | None) -> ShownReview | None:
    """The review without its signature: who signed the facts did not sign the table's wording."""
    return reviewed.model_copy(update={"status": CHECKED}) if reviewed else None


def _cells(
    systems: list[StagingSystem], rows: Rows, in_words: list[str], voice: Voice
) -> ShownTable:
    columns = [voice.say(name) for name in ("stage_system", "stage_looks_at", "stage_means")]
    cells = [
        [_word(s.name, voice), capital(_word(s.looks_at, voice)), _meanings(rows[s.id], voice)]
        for s in systems
    ]
    cells += [[voice.say("stage_words"), "–", words] for words in in_words]
    return ShownTable(columns=columns, rows=cells)


def _line(system: StagingSystem, rows: list[StageRow], code: str | None, voice: Voice) -> str:
    known = {"system": _word(system.name, voice), "looks_at": _word(system.looks_at, voice)}
    if not rows and code:
        return voice.say("stage_row_none", code=code, **known)
    if not rows:
        codes = voice.listed([row.code for row in system.stages])
        return voice.say("system_row", stages=codes, **known)
    if len(rows) == 1 and plain_code(rows[0].code) == plain_code(code or rows[0].code):
        return voice.say("stage_row", code=rows[0].code, meaning=_meaning(rows[0], voice), **known)
    named = code or voice.listed([row.code for row in rows])
    return voice.say("stage_row", code=named, meaning=_meanings(rows, voice), **known)


def _meanings(rows: list[StageRow], voice: Voice) -> str:
    said = [voice.say("stage_meaning", code=r.code, meaning=_meaning(r, voice)) for r in rows]
    return " ".join(said) if said else "–"


def _meaning(row: StageRow, voice: Voice) -> str:
    meaning = _word(row.meaning, voice)
    if row.in_words is None:
        return meaning
    return voice.say("stage_in_words", meaning=meaning, words=_word(row.in_words, voice))


def _word(text: Text, voice: Voice) -> str:
    return text.get(voice.language)[0]
