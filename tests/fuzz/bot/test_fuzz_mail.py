"""Whatever comes into the mailbox is a question or gets no answer; none of it stops the channel."""

from __future__ import annotations

from email.message import EmailMessage, MIMEPart
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from hypothesis import given
from hypothesis import strategies as st

from bot.mail.html import text_of
from bot.mail.quotes import own_words
from bot.mail.reading import NotAnswered, is_split, read
from bot.mail.settings import MailSettings, Server, Tls
from bot.messaging import Incoming
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import ODD_TEXTS, mutated_bytes, texts

OURS = "liver@hospital.org"
SERVER = Server("127.0.0.1", 1, Tls.OFF)
PLAIN = MailSettings(OURS, b"k" * 32, SERVER, SERVER)
STRICT = MailSettings(OURS, b"k" * 32, SERVER, SERVER, authserv="mx.hospital.org")
QUOTE = (
    f"\n\nOn Mon, 23 Nov 2026 at 10:00, Hepatica <{OURS}> wrote:\n> Call 112.\n> It may be 27%.\n"
)
HTML = "<html><style>p{}</style><p>What is <b>TACE</b>?</p><blockquote>old</blockquote></html>"


def _headed(mail: EmailMessage | MIMEMultipart | MIMEText) -> bytes:
    mail["From"], mail["To"] = "Ann <ann@example.org>", OURS
    mail["Subject"], mail["Message-ID"] = "Re: 肝癌?", "<1@example.org>"
    mail["Authentication-Results"] = "mx.hospital.org; dmarc=pass (p=none) header.from=example.org"
    return mail.as_bytes()


def _mails() -> list[bytes]:
    simple, both = EmailMessage(), EmailMessage()
    simple.set_content("What is TACE?" + QUOTE)
    both.set_content("What is TACE?" + QUOTE)
    both.add_alternative(HTML, subtype="html")
    both.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="scan.png")
    nested = MIMEMultipart()
    forwarded = MIMEPart()
    forwarded.set_content("inside")
    nested.attach(MIMEText("这是什么病？", _charset="gb18030"))
    nested.attach(forwarded)
    page = MIMEText(HTML, "html", "utf-8")
    return [_headed(mail) for mail in (simple, both, nested, page)]


MAILS = _mails()
PIECES = [
    "> ", "-- \n", "On Mon, Ann <a@b.c> wrote:\n", "From: x\nSent: y\n", "<div>", "<blockquote>",
    "</p>", "<!--", "&#x", "<script>",
]  # fmt: skip


@fuzzed(0.06)
@given(mutated_bytes(MAILS), st.sampled_from([PLAIN, STRICT]))
def test_a_changed_mail_is_read_or_gets_no_answer(raw: bytes, settings: MailSettings) -> None:
    with fed("email: mails"):
        try:
            mail = read(raw, settings, 1000.0)
        except NotAnswered:
            return
        is_split(mail)
        assert "\n" not in mail.incoming.address["to"] + mail.incoming.address["subject"]
        assert Incoming.from_json(mail.incoming.to_json()) == mail.incoming


@fuzzed(0.04)
@given(
    st.dictionaries(
        st.sampled_from(["Subject", "Content-Type", "Message-ID", "References", "Auto-Submitted",
                         "Authentication-Results", "Content-Transfer-Encoding", "X-Spam"]),
        texts, max_size=5,
    ),
    texts,
)  # fmt: skip
def test_a_mail_with_odd_headers_is_read_or_gets_no_answer(
    headers: dict[str, str], body: str
) -> None:
    lines = ["From: ann@example.org", *(f"{name}: {text}" for name, text in headers.items())]
    raw = ("\r\n".join(lines) + "\r\n\r\n" + body).encode("utf-8", "surrogatepass")
    with fed("email: headers"):
        try:
            mail = read(raw, STRICT if "X-Spam" in headers else PLAIN, 1000.0)
        except NotAnswered:
            return
        assert mail.incoming.address["to"].endswith("@example.org")


@fuzzed(0.04)
@given(st.lists(texts | st.sampled_from(PIECES)))
def test_odd_words_of_a_mail_stay_words(pieces: list[str]) -> None:
    text = "".join(pieces)
    with fed("email: texts"):
        assert isinstance(own_words(text, OURS), str)
        assert isinstance(own_words(text_of(text), OURS), str)


@fuzzed(0.003)
@given(
    st.sampled_from([*ODD_TEXTS, "> a\n", "<b>", "&#", "On 1 Jan a@b.c 1:11 ", "From: x\n", "\n"])
)
def test_no_words_take_long_however_often_they_are_repeated(piece: str) -> None:
    text = (piece or "x") * (90_000 // max(1, len(piece)))
    with fed("email: long texts"):
        own_words(text, OURS)
        own_words(text_of(text), OURS)
