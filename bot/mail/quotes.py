"""What somebody wrote in a mail, apart from what their program put around it.

Replies quote us, and our replies name warning signs: quotes have to go. What a patient wrote has to
stay: where it is not certain that lines are a quote, they count as the patient's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 100_000
"""Characters that are looked at; far more than a question has."""
_FROM = (
    "from|von|de|da|van|od|fra|från|lähettäjä|от|отправитель|gönderen|kimden|发件人|寄件者|寄件人"
    "|差出人|送信者|보낸 ?사람|من"
)
_NEXT = (
    "sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|date|à|objet|enviado|fecha"
    "|para|asunto|assunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|发送时间|发送日期|日期|时间"
    "|收件人|抄送|主题|傳送時間|寄件日期|收件者|主旨|副本|送信日時|宛先|件名"
    "|보낸 ?날짜|받는 ?사람|제목"
    "|дата|кому|тема|отправлено"
)
_MARK = r"^[\s|*]*(?:{names})[\s|*]*[:：|]"
_FROM_LINE = re.compile(_MARK.format(names=_FROM), re.IGNORECASE)
_NEXT_LINE = re.compile(_MARK.format(names=_NEXT), re.IGNORECASE)
_HEADERS_WITHIN = 4
"""Lines after a "From:" in which another such line follows, if it heads a quote."""
_SEPARATOR = re.compile(
    r"^\s*[-_=]{2,}\s*(?:original (?:message|appointment)|original e?-?mail|forwarded message"
    r"|replied message|reply message|ursprüngliche nachricht|originalnachricht|message d'origine"
    r"|message original|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|原始邮件|原邮件|原始郵件|轉寄郵件|转发邮件|回复的原邮件|回复邮件"
    r"|转发的邮件|원본 ?메일)\s*[-_=]{2,}\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał(?:\(a\))?"
    r"|пишет|написал(?:\(а\))?|写道|寫道|写到|のメール|작성하였습니다|님이 작성)"
    r"[^:：\n]{0,80}[:：]\s*$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"^\s*(?:on|at|am|le|el|il|op|em|den|dne|dnia|w dniu|в|在|于|於|\d|[\"“'])", re.IGNORECASE
)
_TIME = re.compile(r"\d[:.h]\d\d")
_WRAPPED = 3
"""Lines that the words above a quote can take."""
_LONGEST_WROTE = 300
_QUOTED = re.compile(r"^[ \t]{0,3}[>＞]")
_LONE_FIGURE = re.compile(r"^[ \t]{0,3}[>＞]\s?\d")
"""The beginning of a quote, or more than some number ("> 5 cm")."""
_DEVICE = (
    "iphone|ipad|android|galaxy|samsung|phone|mobile|smartphone|tablet|huawei|honor|xiaomi|redmi"
    "|oppo|vivo|outlook|gmail|yahoo|mail|blackberry|手机|手機|电脑|邮箱|信箱|客户端"
)
_SENT_FROM = re.compile(
    rf"^(?:(?:sent|gesendet|envoyé|enviado|inviato|verzonden)"
    rf" (?:from|via|with|using|von|mit|de|depuis|desde|da|vanaf|met)\b"
    rf".{{0,40}}(?:{_DEVICE}).{{0,30}}"
    rf"|von meinem .{{0,30}} gesendet"
    rf"|get outlook for .{{1,20}}|yahoo mail\b.{{0,50}}"
    rf"|(?:发自|來自|来自|從|从|發自|寄自).{{0,20}}(?:{_DEVICE}).{{0,12}})$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[-_=*]{5,}\s*$")
_SIGNATURE_MOST = 8
"""Lines below "--" (without the blank after it that makes it certain) that can be a signature."""
_REGARDS = re.compile(
    r"(?:thanks|thank you|many thanks|(?:best|kind|warm)(?: regards| wishes)?|regards|sincerely"
    r"|yours(?: sincerely)?|cheers|best|谢谢|謝謝|多谢|感谢|感謝|祝好|此致|敬礼|敬禮)[,，.。!！]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[(（]?\s*\d\s*[.)。、）]?")
_NAME_LONGEST = 30
_JOINED_FROM = 58
"""Characters of a line that was perhaps broken because it was full."""
_OWN_LINE = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)、]|[(（]\d)")


def own_words(text: str, address: str) -> str:
    """What the sender of a mail wrote.

    Left out: earlier mails, above or below what is written or between it, signatures, and words
    such as "Sent from my iPhone".

    Args:
        text: the mail's plain text.
        address: our own address, by which quotes of us are known in every language.
    """
    lines = _clean(text[:LONGEST]).split("\n")
    written: list[str] = []
    for segment in _segments(lines, address.lower()):
        written += [*_without_signature(segment), ""]
    return _number_alone(_unwrapped(written))


def _clean(text: str) -> str:
    """The text with one kind of line end, few blank lines, and nothing invisible."""
    text = re.sub(r"\r\n?|\x0b|\x0c|\u2028|\u2029|\x85", "\n", text).replace("\xa0", " ")
    text = re.sub(r"\n(?:[ \t]*\n){3,}", "\n\n\n", text)
    return "".join(c for c in text if c in "\n\t\u200d" or unicodedata.category(c) != "Cf")


def _segments(lines: list[str], address: str) -> Iterator[list[str]]:
    """The runs of lines that are no quote."""
    segment: list[str] = []
    at = 0
    while at < len(lines) and not _heads_rest(lines, at, address):
        above, certain = _wrote(lines, at, address)
        quote = _after_blanks(lines, at + above) if above else at
        marked = quote < len(lines) and bool(_QUOTED.match(lines[quote]))
        if certain and not marked:
            break  # "Ann wrote:", and then no marks: all below is hers
        end = _quote_end(lines, quote, sure=above > 0) if marked else at
        if end == at:
            segment.append(lines[at])
            at += 1
            continue
        yield segment
        segment, at = [], end
    yield segment


def _heads_rest(lines: list[str], at: int, address: str) -> bool:
    """Whether a line begins a quote that goes on to the end."""
    line = lines[at]
    if _SEPARATOR.match(line):
        return True
    following = lines[at + 1 : at + 1 + _HEADERS_WITHIN]
    names_us = address in line.lower() and re.match(r"^[^:：]{1,20}[:：]", line)
    if names_us and any(re.match(r"^\s*[^\s:：][^:：]{0,20}[:：]", each) for each in following):
        return True
    return bool(_FROM_LINE.match(line)) and any(map(_NEXT_LINE.match, following))


def _wrote(lines: list[str], at: int, address: str) -> tuple[int, bool]:
    """How many lines from here on say who wrote what follows, and whether that is certain."""
    whole = ""
    for count, line in enumerate(lines[at : at + _WRAPPED], 1):
        whole = f"{whole} {line.strip()}".strip()
        if not line.strip() or _QUOTED.match(line) or len(whole) > _LONGEST_WROTE:
            break
        if whole.endswith((":", "：")) and (_WROTE.search(whole) or address in whole.lower()):
            named, timed = "@" in whole, bool(_TIME.search(whole))
            begins = bool(_BEGINS.match(whole))
            if any(map(str.isdigit, whole)) and (named or begins):
                return count, named or timed
        if not _BEGINS.match(whole) or whole.endswith((".", "!", "?", "。", "！", "？")):
            break  # not the beginning of such words
    return 0, False


def _after_blanks(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _quote_end(lines: list[str], begin: int, *, sure: bool) -> int:
    """Where the marked lines from ``begin`` on end; blank lines between them are theirs."""
    end = at = begin
    while at < len(lines) and (_QUOTED.match(lines[at]) or not lines[at].strip()):
        at += 1
        if _QUOTED.match(lines[at - 1]):
            end = at
    if not sure and end - begin == 1 and _LONE_FIGURE.match(lines[begin]):
        return begin
    return end


def _without_signature(lines: list[str]) -> list[str]:
    """The lines above a signature."""
    for at, line in enumerate(lines):
        certain = line == "-- "
        if certain or (line.strip() == "--" and len(lines) - at <= _SIGNATURE_MOST):
            lines = lines[:at]
            break
    return [line for line in lines if not (_SENT_FROM.match(line.strip()) or _RULE.match(line))]


def _unwrapped(lines: list[str]) -> str:
    """The text without the line breaks that a program put in where a line was full."""
    text = ""
    last = ""
    for line in lines:
        words = line.strip()
        if last and words and len(last) >= _JOINED_FROM and not _OWN_LINE.match(words):
            text += words if _wide(last[-1]) and _wide(words[0]) else f" {words}"
        else:
            text += f"\n{words}"
        last = words
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _number_alone(text: str) -> str:
    """The number, where there is nothing else but thanks and a name: it stands for a suggestion."""
    first, *others = [line for line in text.split("\n") if line] or [""]
    name = others[1:]
    polite = others and _REGARDS.fullmatch(others[0].strip())
    short = len(name) <= 1 and all(len(line) <= _NAME_LONGEST for line in name)
    return first if polite and short and _NUMBER.fullmatch(first) else text
