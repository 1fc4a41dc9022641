"""Mails as programs write them: who wrote, in which encoding, what is attached."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.mail.reading import Mail, NotAnswered, is_split, read
from bot.mail.settings import MailSettings, Server, Tls
from bot.messaging import Kind

SERVER = Server("127.0.0.1", 1, Tls.OFF)
SETTINGS = MailSettings("liver@hospital.org", SERVER, SERVER)


def raw(body: bytes = b"What is TACE?", **headers: str) -> bytes:
    """A mail of one part, whose headers stand as they are given."""
    given_headers = {
        "From": "Ann <ann@example.org>",
        "To": "liver@hospital.org",
        "Subject": "A question",
        "Message-ID": "<1@example.org>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{name}: {value}" for name, value in given_headers.items() if value]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def of(mail: bytes | Message, settings: MailSettings = SETTINGS) -> Mail:
    return read(mail if isinstance(mail, bytes) else bytes(mail), settings, 1000.0)


def text(mail: bytes | Message) -> str:
    return of(mail).incoming.text


def written() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "ann@example.org", "<1@example.org>"
    return mail


# Who wrote.


def test_who_wrote_is_known_by_the_address() -> None:
    incoming = of(raw()).incoming

    assert incoming.sender == incoming.address["to"] == "ann@example.org"
    assert incoming.sent_at == 1000.0


@pytest.mark.parametrize(
    "sender", ["ANN@Example.ORG", "<ann@example.org>", "=?utf-8?b?5a6J?= <ann@example.org>"]
)
def test_one_person_has_one_conversation(sender: str) -> None:
    assert of(raw(From=sender)).incoming.sender == of(raw()).incoming.sender


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "Ann",
        "ann@example.org, ben@example.org",
        "<>",
        "ann@example.org\u202e",
        "ann@example.org\r\nFrom: ben@example.org",
        '"ann lee"@example.org',
        "ann@example.org>rcpt",
        "undisclosed:;",
    ],
)
def test_without_one_plain_sender_there_is_no_answer(sender: str) -> None:
    with pytest.raises(NotAnswered):
        of(raw(From=sender))


def test_the_id_is_that_of_the_mail_and_its_sender() -> None:
    again = of(raw(b"changed")).incoming.id

    assert again == of(raw()).incoming.id
    assert again != of(raw(From="ben@example.org")).incoming.id
    assert again != of(raw(Message_ID="<2@example.org>")).incoming.id


def test_without_an_id_the_whole_mail_counts() -> None:
    one, same, other = (of(raw(body, Message_ID="")).incoming for body in (b"a", b"a", b"b"))

    assert one.id == same.id != other.id


@pytest.mark.parametrize(
    ("header", "language"),
    [("zh-CN", "zh"), ("en-US, zh-CN", "en"), ("de", None), ("", None), ("?", None)],
)
def test_the_language_of_the_program_is_told(header: str, language: str | None) -> None:
    assert of(raw(Content_Language=header)).incoming.language == language


def test_an_address_in_other_letters_is_read() -> None:
    assert of(raw(From="安 <安@例子.cn>")).incoming.address["to"] == "安@例子.cn"


# Where the answer goes to.


def test_the_answer_knows_the_thread() -> None:
    mail = raw(References="<a@x>\r\n <b@x>", In_Reply_To="<b@x>", Subject="Re: hello")

    assert of(mail).incoming.address == {
        "to": "ann@example.org",
        "subject": "Re: hello",
        "id": "<1@example.org>",
        "references": ["<a@x>", "<b@x>"],
    }


def test_headers_cannot_smuggle_others_into_the_answer() -> None:
    subject = "=?utf-8?q?one=0D=0ABcc=3A_eve=40example.org?="
    address = of(raw(Subject=subject, References="<a@x\r\n b> <é@x> <c@x>")).incoming.address

    assert address["subject"] == "one Bcc: eve@example.org"
    assert address["references"] == ["<c@x>"]


# Subjects.


@pytest.mark.parametrize("body", [b"", b"\r\n  \r\n", b"> a quote", b"-- \r\nAnn"])
def test_without_words_the_subject_is_what_was_said(body: bytes) -> None:
    mail = of(raw(body, Subject="What is TACE?"))

    assert (mail.incoming.kind, mail.incoming.text, mail.subject) == (
        Kind.TEXT,
        "What is TACE?",
        "",
    )


@pytest.mark.parametrize("subject", ["Re: What is TACE?", "回复：什么是介入？", "RE[2]: x"])
def test_the_subject_of_an_answer_is_nothing_new(subject: str) -> None:
    mail = of(raw(b"", Subject=subject))

    assert (mail.incoming.kind, mail.incoming.text, mail.subject) == (Kind.UNKNOWN, "", "")


@pytest.mark.parametrize(
    ("subject", "body", "split"),
    [
        ("What is TACE?", b"Thank you, Ann", True),
        ("什么是介入？", "谢谢".encode(), True),
        ("Hello", b"What is TACE?", False),
        ("What is TACE?", b"I was told last week that I need it. " * 5, False),
        ("Re: What is TACE?", b"Thank you, Ann", False),
    ],
)
def test_a_question_can_stand_in_the_subject(subject: str, body: bytes, split: bool) -> None:
    assert is_split(of(raw(body, Subject=subject))) is split


# Encodings.

CHINESE = "请问什么是介入治疗？疼不疼？"


@pytest.mark.parametrize(
    ("charset", "named"),
    [
        ("gb2312", "gb2312"),
        ("gbk", "GB2312"),
        ("gb18030", "gbk"),
        ("gb18030", "us-ascii"),
        ("gb18030", ""),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "unknown"),
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "gb2312"),
        ("utf-8", "punycode"),
        ("utf-8", ""),
    ],
)
def test_chinese_is_read_whatever_the_mail_says_of_it(charset: str, named: str) -> None:
    kind = f'text/plain; charset="{named}"' if named else "text/plain"

    assert text(raw(CHINESE.encode(charset), Content_Type=kind)) == CHINESE


def test_traditional_chinese_is_read() -> None:
    body = "請問什麼是栓塞治療？".encode("big5")

    assert text(raw(body, Content_Type="text/plain; charset=big5")) == "請問什麼是栓塞治療？"


@pytest.mark.parametrize(
    ("charset", "named"), [("latin-1", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("latin-1", "")]
)
def test_western_text_is_read(charset: str, named: str) -> None:
    kind = f"text/plain; charset={named}" if named else "text/plain"

    assert text(raw("Où est la résumé?".encode(charset), Content_Type=kind)) == "Où est la résumé?"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_transfer_encodings_are_read(encoding: str) -> None:
    mail = written()
    mail.set_content(f"{CHINESE}\nWhat is TACE=?", cte=encoding)

    assert text(mail) == f"{CHINESE}\nWhat is TACE=?"


@pytest.mark.parametrize("encoding", ["quoted-printable", "x-unknown"])
def test_a_broken_transfer_encoding_loses_no_plain_words(encoding: str) -> None:
    assert "TACE" in text(raw(b"What is TACE = ?", Content_Transfer_Encoding=encoding))


@pytest.mark.parametrize(
    "subject",
    [
        "=?gb2312?B?yrLDtMrHVEFDRaO/?=",
        "=?UTF-8?Q?=E4=BB=80=E4=B9=88=E6=98=AFTACE=EF=BC=9F?=",
        "=?utf-8?b?5LuA5LmI?=\r\n =?utf-8?b?5pivVEFDRe+8nw==?=",
        "什么是TACE？",
    ],
)
def test_subjects_are_read(subject: str) -> None:
    assert text(raw(b"", Subject=subject)) == "什么是TACE？"


def test_a_subject_that_cannot_be_read_stops_nothing() -> None:
    assert text(raw(Subject="=?utf-8?b?5LuA5L?= =?nonsense?q?x?=")) == "What is TACE?"


# Parts.


def test_plain_text_comes_before_the_same_as_html() -> None:
    mail = written()
    mail.set_content("plain words")
    mail.add_alternative("<p>html words</p>", subtype="html")

    assert text(mail) == "plain words"


def test_html_is_read_where_the_plain_text_is_empty() -> None:
    mail = written()
    mail.set_content(" \n")
    mail.add_alternative("<p>html <b>words</b></p>", subtype="html")

    assert text(mail) == "html words"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("image/jpeg", Kind.PHOTO),
        ("video/mp4", Kind.VIDEO),
        ("audio/mpeg", Kind.VOICE),
        ("application/pdf", Kind.FILE),
        ("text/plain", Kind.FILE),
        ("text/vcard", Kind.CONTACT),
    ],
)
def test_what_is_attached_is_told_and_the_words_beside_it_read(kind: str, expected: Kind) -> None:
    main, sub = kind.split("/")
    mail = written()
    mail.set_content("What is this?")
    mail.add_attachment(b"\x01\x02", maintype=main, subtype=sub, filename="x")

    incoming = of(mail).incoming
    assert (incoming.kind, incoming.text) == (expected, "What is this?")


def test_an_attachment_without_words_is_told() -> None:
    mail = written()
    mail.add_attachment(b"\x01", maintype="application", subtype="pdf", filename="letter.pdf")

    assert (of(mail).incoming.kind, text(mail)) == (Kind.FILE, "")


def test_a_forwarded_mail_is_a_file_and_its_words_are_not_the_patients() -> None:
    inner = EmailMessage()
    inner.set_content("I am vomiting blood")
    mail = written()
    mail.set_content("What is this?")
    mail.add_attachment(inner)

    assert (of(mail).incoming.kind, text(mail)) == (Kind.FILE, "What is this?")


def test_logos_and_signatures_of_programs_are_no_attachments() -> None:
    page = MIMEMultipart("related")
    page.attach(MIMEText("<p>What is TACE?<img src='cid:1'></p>", "html"))
    logo = Message()
    logo["Content-Type"] = "image/png"
    page.attach(logo)
    mail = MIMEMultipart("signed")
    mail["From"] = "ann@example.org"
    mail.attach(page)
    signature = Message()
    signature["Content-Type"] = "application/pkcs7-signature"
    mail.attach(signature)

    assert (of(mail).incoming.kind, text(mail)) == (Kind.TEXT, "What is TACE?")


@pytest.mark.parametrize("kind", ["multipart/encrypted; boundary=x", "application/pkcs7-mime"])
def test_an_encrypted_mail_holds_no_words(kind: str) -> None:
    incoming = of(raw(b"--x\r\n\r\nsecret\r\n--x--", Content_Type=kind, Subject="Re: ")).incoming

    assert (incoming.kind, incoming.text) == (Kind.UNKNOWN, "")


def test_the_beginning_of_a_large_mail_is_enough() -> None:
    mail = written()
    mail.set_content("What is this?")
    mail.add_attachment(b"\x01" * 900_000, maintype="image", subtype="jpeg", filename="x.jpg")

    incoming = of(bytes(mail)[: 512 * 1024]).incoming

    assert (incoming.kind, incoming.text) == (Kind.PHOTO, "What is this?")


# Programs.


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated (failure)"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"X-Auto-Response-Suppress": "DR, OOF, AutoReply"},
        {"X-Auto-Response-Suppress": "All"},
        {"List-Id": "<x.y>"},
        {"List-Unsubscribe": "<mailto:x@y>"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
        {"From": "MAILER-DAEMON@example.org"},
        {"From": "Clinic <no-reply@example.org>"},
        {"From": "billing.noreply@example.org"},
        {"From": "LIVER@hospital.org"},
        {"Sender": "mailer-daemon@example.org"},
        {"Subject": "Automatic reply: A question"},
        {"Subject": "自动回复: A question"},
        {"Subject": "Out of Office: back on Monday"},
        {"Content-Type": "multipart/report; report-type=delivery-status; boundary=x"},
        {"Content-Type": "text/calendar; method=REQUEST"},
    ],
    ids=str,
)
def test_what_a_program_sent_gets_no_answer(headers: dict[str, str]) -> None:
    with pytest.raises(NotAnswered):
        of(raw(**headers))


def test_an_invitation_gets_no_answer() -> None:
    mail = written()
    mail.set_content("Come to the meeting")
    mail.add_alternative(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar")

    with pytest.raises(NotAnswered):
        of(mail)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "no"},
        {"X-Auto-Response-Suppress": "DR, RN, NRN, OOF"},
        {"Precedence": "normal"},
        {"Return-Path": "<ann@example.org>"},
        {"Subject": "automatic reply to a shock?"[10:]},
        {"Subject": "Re: Automatic reply: x"},
        {"From": "noreen@example.org"},
    ],
    ids=str,
)
def test_what_a_person_sent_is_answered(headers: dict[str, str]) -> None:
    assert text(raw(**headers)) == "What is TACE?"


# Forged senders.

TRUSTING = replace(SETTINGS, authserv="mx.hospital.org")


@pytest.mark.parametrize(
    "found",
    [
        "mx.hospital.org; dmarc=pass header.from=example.org",
        "MX.hospital.org 1; spf=fail; dkim=pass (2048-bit key) header.d=example.org",
        "mx.hospital.org;\r\n dkim=pass header.i=@example.org header.s=x;\r\n spf=none",
        "mx.hospital.org; spf=pass (a (b; dmarc=pass) c) smtp.mailfrom=ann@example.org",
    ],
)
def test_a_sender_that_our_server_vouches_for_is_answered(found: str) -> None:
    assert of(raw(Authentication_Results=found), TRUSTING).incoming.text == "What is TACE?"


@pytest.mark.parametrize(
    "found",
    [
        "",
        "mx.hospital.org; none",
        "mx.hospital.org; dmarc=fail; dkim=fail header.d=example.org; spf=softfail",
        "mx.evil.org; dmarc=pass header.from=example.org",
        "mx.hospital.org.evil.org; dmarc=pass",
        "mx.hospital.org; dkim=pass header.d=evil.org; spf=pass smtp.mailfrom=x@evil.org",
        "mx.hospital.org; dkim=pass header.d=org",
        "mx.hospital.org; dkim=pass header.d=ample.org",
        "mx.hospital.org; dkim=pass header.d=sub.example.org",
        "mx.hospital.org; dkim=fail (dmarc=pass; dmarc=pass) header.d=example.org",
        "(" * 200_000,
    ],
)
def test_a_sender_that_may_be_forged_is_not(found: str) -> None:
    begun = time.monotonic()
    with pytest.raises(NotAnswered):
        of(raw(Authentication_Results=found), TRUSTING)
    assert time.monotonic() - begun < 10


def test_what_others_say_does_not_outweigh_our_server() -> None:
    mail = b"Authentication-Results: mx.evil.org; dmarc=pass\r\n" + raw()

    with pytest.raises(NotAnswered):
        of(mail, TRUSTING)


# Anything.


@given(st.binary(max_size=400))
@example(b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 5000)
@example(b"From: a@b.c\r\nSubject: " + b"=?utf-8?q?" * 5000 + b"\r\n\r\n")
@example(b"From: a@b.c\r\nContent-Type: text/plain; charset=\xff\r\n\r\n\xff\xfe")
@example(b"From: a@b.c\r\nContent-Type: text/plain; charset=idna\r\n\r\nxn--" + b"a" * 9000)
def test_any_bytes_are_read_or_refused(mail: bytes) -> None:
    with suppress(NotAnswered):
        assert of(mail).incoming.address["to"]
