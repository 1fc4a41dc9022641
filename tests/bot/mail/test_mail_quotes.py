"""What somebody wrote, apart from quotes, signatures and what programs add."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.mail.html import text_of
from bot.mail.quotes import own_words
from bot.safety.patterns import RedFlags

US = "liver@hospital.org"
NAME = "Hepatica (computer program)"
OURS = "Call now if you are vomiting blood.\nI want to die: call 988."
MARKED = "".join(f"> {line}\n" for line in OURS.split("\n"))

WHO = f"{NAME} <{US}>"

CLIENTS = {
    "gmail": f"{{}}\n\nOn Mon, 2 Nov 2026 at 10:15, {WHO} wrote:\n\n{MARKED}",
    "gmail, wrapped": f"{{}}\n\nOn Mon, 2 Nov 2026 at 10:15, {NAME} <\n{US}> wrote:\n\n{MARKED}",
    "gmail, wrapped late": f"{{}}\n\nOn Mon, Nov 2, 2026 at 10:15 AM {WHO}\nwrote:\n\n{MARKED}",
    "gmail, Chinese": f"{{}}\n\n{WHO} 于2026年11月2日周一 10:15写道：\n\n{MARKED}",
    "gmail, German": f"{{}}\n\nAm Mo., 2. Nov. 2026 um 10:15 schrieb {NAME} <\n{US}>:\n\n{MARKED}",
    "apple": f"{{}}\n\n> On 2 Nov 2026, at 10:15, {WHO} wrote:\n> \n{MARKED}",
    "apple, French": f"{{}}\n\nLe 2 nov. 2026 à 10:15, {WHO} a écrit :\n\n{MARKED}",
    "a language we do not know": f"{{}}\n\n2. marraskuuta klo 10.15 {WHO} kirjoitti:\n\n{OURS}",
    "yahoo": f"{{}}\n\n    On Monday, November 2, 2026, 10:15 AM, {WHO} wrote:  \n \n {OURS}",
    "thunderbird": f"{{}}\n\nOn 02.11.26 10:15, {NAME} wrote:\n{MARKED}",
    "outlook": (
        f"{{}}\n\n________________________________\nFrom: {WHO}\n"
        f"Sent: Monday, November 2, 2026 10:15\nTo: Ann\nSubject: Re: x\n\n{OURS}"
    ),
    "outlook, old": f"{{}}\n\n-----Original Message-----\nFrom: {NAME}\n\n{OURS}",
    "outlook, bold": f"{{}}\n\n*From:* {WHO}\n*Sent:* Monday\n*To:* Ann\n\n{OURS}",
    "outlook, Chinese": (
        f"{{}}\n\n发件人: {WHO}\n发送时间: 2026年11月2日 10:15\n收件人: 安\n主题: 答复\n\n{OURS}"
    ),
    "outlook, Polish": f"{{}}\n\nOd: {WHO}\nWysłano: poniedziałek\nDo: Ann\n\n{OURS}",
    "foxmail": (
        f"{{}}\n\n\n \n发件人： {NAME}\n发送时间： 2026-11-02 10:15\n收件人： 安\n主题： x\n{OURS}"
    ),
    "qq": (
        f"{{}}\n\n\n------------------\xa0原始邮件\xa0------------------\n"
        f'发件人: "{NAME}" <{US}>;\n发送时间:\xa02026年11月2日\n{OURS}'
    ),
    "163": (
        f'{{}}\n\n\nAt 2026-11-02 10:15:00, "{NAME}" <{US}> wrote:\n'
        f">{OURS.replace(chr(10), chr(10) + '>')}"
    ),
    "163, Chinese": f"{{}}\n\n\n在 2026-11-02 10:15:00，“{NAME}” <{US}> 写道：\n\n{OURS}",
    "163, phone": (
        f"{{}}\n\n---- Replied Message ----\n| From | {WHO} |\n| Date | 11/02/2026 |\n{OURS}"
    ),
    "nothing but marks": f"{{}}\n\n{MARKED}",
    "above": f"On Mon, 2 Nov 2026 at 10:15, {WHO} wrote:\n\n{MARKED}\n\n{{}}",
}
QUESTION = "What is TACE, and does it hurt?"


@pytest.mark.parametrize("client", CLIENTS)
def test_a_quote_of_our_own_warnings_does_not_count(client: str, red_flags: RedFlags) -> None:
    words = own_words(CLIENTS[client].format(QUESTION), US)

    assert words == QUESTION
    assert red_flags.find(words) == []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_patients_own_warning_beside_a_quote_counts(client: str, red_flags: RedFlags) -> None:
    words = own_words(CLIENTS[client].format("I am vomiting blood"), US)

    assert [flag.kind for flag in red_flags.find(words)] == ["emergency"]


@pytest.mark.parametrize("client", CLIENTS)
def test_windows_line_ends_make_no_difference(client: str) -> None:
    text = CLIENTS[client].format(QUESTION).replace("\n", "\r\n")

    assert own_words(text, US) == QUESTION


HTML = {
    "gmail": (
        '<div dir="ltr">{}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"On Mon wrote:<br></div><blockquote>{OURS}</blockquote></div>"
    ),
    "apple": (
        "<html><body>{}<div><br><blockquote type='cite'>"
        f"<div>{OURS}</div></blockquote></div></body></html>"
    ),
    "outlook": (
        "<html><head><style>p{{color:red}}</style></head><body><p class=MsoNormal>{}<o:p></o:p></p>"
        "<div style='border-top:solid'><p><b>From:</b> Hepatica<br><b>Sent:</b> Monday<br>"
        f"<b>To:</b> Ann</p></div><p>{OURS}</p></body></html>"
    ),
    "outlook, phone": (
        '<div>{}</div><div id="ms-outlook-mobile-signature">Get <a href="x">Outlook for iOS</a>'
        '</div><hr><div id="divRplyFwdMsg"><b>From:</b> Hepatica<br><b>Sent:</b> Monday</div>'
        f"<div>{OURS}</div>"
    ),
    "yahoo": (
        '<div>{}</div><div id="yahoo_quoted_1" class="yahoo_quoted">'
        f"<div>On Monday</div>{OURS}</div>"
    ),
    "thunderbird": (
        '<p>{}</p><div class="moz-cite-prefix">On 2 Nov, Hepatica wrote:</div>'
        f"<blockquote>{OURS}</blockquote>"
    ),
}


@pytest.mark.parametrize("client", HTML)
def test_a_quote_in_html_does_not_count(client: str, red_flags: RedFlags) -> None:
    assert own_words(text_of(HTML[client].format(QUESTION)), US) == QUESTION
    words = own_words(text_of(HTML[client].format("I am vomiting blood")), US)
    assert [flag.kind for flag in red_flags.find(words)] == ["emergency"]


def test_answers_between_quoted_lines_stay() -> None:
    text = "> What do you want to know?\nThe stages.\n\n> Of what?\n> Say it.\nOf liver cancer.\n"

    assert own_words(text, US) == "The stages.\n\nOf liver cancer."


@pytest.mark.parametrize(
    "text",
    [
        "My tumour is\n> 5 cm\nand my liver is ill.",
        "My doctor wrote on 3 May:\nthe tumour grew",
        "From: the beginning I was tired.\nNow it is worse.",
        "My questions:\n1. What is TACE?\n2. Does it hurt?",
        "I write to liver@hospital.org:\nplease answer",
        "Date: 3 May\nDiagnosis: HCC",
        "- one\n-- two\n--- three",
        "I sent from my side all papers to the phone number of the clinic yesterday, was it right?",
        "2\nthe right one hurts",
        "写道：不是引用",
    ],
)
def test_where_it_is_not_certain_it_is_the_patients(text: str) -> None:
    assert own_words(text, US) == text


@pytest.mark.parametrize(
    "added",
    [
        "-- \nAnn Lee\nSales",
        "--\nAnn Lee",
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Get Outlook for Android",
        "Sent from Outlook for iOS",
        "Sent from Yahoo Mail on Android",
        "Von meinem iPhone gesendet",
        "Envoyé depuis mon téléphone mobile",
        "发自我的iPhone",
        "发自我的华为手机",
        "来自我的小米手机",
        "从我的 iPhone 发送",
    ],
)
def test_signatures_are_left_out(added: str) -> None:
    assert own_words(f"What is TACE?\n\n{added}", US) == "What is TACE?"
    assert own_words(f"What is TACE?\n\n{added}\n\n{MARKED}", US) == "What is TACE?"


def test_what_stands_far_below_two_dashes_stays() -> None:
    text = "One.\n--\n" + "\n".join(f"Line {number}." for number in range(10))

    assert "Line 9." in own_words(text, US)


@pytest.mark.parametrize(
    "text",
    ["2", "2.", "（2）", "2\n\nThanks,\nAnn", "2\nBest regards\nAnn Lee", "2。\n\n谢谢！\n安"],
)
def test_a_number_is_left_alone(text: str) -> None:
    assert own_words(text, US) == text.partition("\n")[0]


def test_thanks_below_a_number_hide_no_words() -> None:
    text = "2\nThanks,\nAnn\nI am vomiting blood"

    assert own_words(text, US) == text


def test_lines_that_a_program_broke_are_joined() -> None:
    broken = "I was told last week that the tumour has a size of five centimetres and\nthat is all."

    assert own_words(broken, US) == broken.replace("\n", " ")
    assert (
        own_words("我想知道" * 16 + "\n什么是介入治疗？", US)
        == "我想知道" * 16 + "什么是介入治疗？"
    )


def test_a_list_keeps_its_lines() -> None:
    text = "I have these questions, which I could not ask my doctor last week:\n- one\n2. two"

    assert own_words(text, US) == text


def test_nothing_invisible_is_left() -> None:
    assert own_words("\ufeffWhat\u200b is\xa0TACE?\u200e", US) == "What is TACE?"


LINES = st.sampled_from(
    [
        "",
        " ",
        "> a",
        ">",
        "-- ",
        "--",
        "On 1:00 a@b wrote:",
        "From: x",
        "Sent: y",
        "words",
        "2",
        "x" * 80,
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=30).map("\n".join))
@example("\n" * 200_000)
@example("On 1 a@b:\n" * 20_000)
@example("> \n\n" * 50_000)
@example("From: x\n" * 20_000)
def test_any_text_is_read(text: str) -> None:
    words = own_words(text, US)

    assert words == words.strip()
    assert "\n> a\n" not in f"\n{words}\n"


@given(st.text(alphabet="<>/=\"' abdivpquotescriptkb&#;\n", max_size=200))
@example("<div>" * 50_000)
@example("<blockquote>" * 20_000)
@example("<" * 100_000)
@example("</div>" * 50_000)
@example("<div>a" * 30_000)
@example("<!--" * 50_000)
@example("<a b=" * 50_000)
@example("-->" + "<!--" * 50_000)
@example("<blockquote></div>" * 10_000)
@example("<td>" * 50_000)
def test_any_html_is_read(html: str) -> None:
    assert isinstance(text_of(html), str)


def test_html_becomes_lines() -> None:
    html = (
        "<html><head><title>x</title><style>a{}</style></head><body><p>One &amp; two</p>"
        "<p>three<br>four</p><ul><li>a</li><li>b</li></ul><script>alert(1)</script>"
        "<table><tr><td>5</td><td>cm</td></tr></table></body></html>"
    )

    assert text_of(html) == "One & two\n\nthree\nfour\n- a\n- b\n5 cm"


def test_html_that_is_broken_is_read_all_the_same() -> None:
    assert text_of("<head><body><div>one<p>two</div></blockquote>three") == "one\n\ntwo\nthree"
