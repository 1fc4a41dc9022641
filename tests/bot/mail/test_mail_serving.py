"""The whole channel, between a real IMAP server, a real SMTP server and a scripted Rasa.

The process is killed at the worst moments: every mail must be answered, and none twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.bot.mail.hosting import MailHost, until
from tests.bot.mail.patient import NUMBER, Patient
from tests.bot.mail.talking import SUGGESTIONS, Bot, Proxy, Rasa

# The default subject is that of an answer, whose words the channel need not look at.
DONE, ASIDE = "Hepatica-answered", "Hepatica-not-answered"
MakeBot = Callable[..., Bot]


@pytest.fixture
def make_bot(host: MailHost, rasa: Rasa, tmp_path: Path) -> Iterator[MakeBot]:
    made: list[Bot] = []

    def make(*, start: bool = True, **settings: str) -> Bot:
        bot = Bot(host, rasa, tmp_path, f"liver-{next(NUMBER)}")
        bot.settings |= {f"HEPATICA_MAIL_{name}": value for name, value in settings.items()}
        made.append(bot)
        if start:
            bot.start()
        return bot

    yield make
    for bot in made:
        bot.stop()
        print(bot.log())


@pytest.fixture
def proxy(host: MailHost) -> Iterator[Proxy]:
    line = Proxy(host.imap_port)
    yield line
    line.stop()


def test_a_conversation(host: MailHost, rasa: Rasa, make_bot: MakeBot) -> None:
    bot = make_bot()
    patient = Patient(host, bot)

    first = patient.writes("What is a hepatectomy?\n\nSent from my iPhone\n", "你好")
    assert patient.hears() == ["You said What is a hepatectomy?"]
    answer = patient.answers()[0]
    patient.writes(
        "And TACE?\n\nOn Mon, 2 Nov 2026 at 10:15, Hepatica <liver@x.org> wrote:\n"
        "> I am vomiting blood: call now\n",
        "Re: 你好",
        In_Reply_To=answer["message-id"],
    )
    assert patient.hears(2)[1] == "You said And TACE?"

    assert answer["from"] == f'"Hepatica (computer program)" <{bot.address}>'
    assert answer["to"] == patient.address
    assert answer["subject"] == "Re: 你好"
    assert answer["in-reply-to"] == first["message-id"]
    assert answer["references"] == first["message-id"]
    assert answer["auto-submitted"] == "auto-replied"
    until(lambda: bot.folder(DONE) == 2)
    assert bot.folder() == 0
    names = {body["sender"] for body in rasa.asked}
    assert len(names) == 1
    assert all(name.startswith("em:") and "patient" not in name for name in names)
    assert "patient" not in bot.log()
    assert "hepatectomy" not in bot.log()


def test_a_number_means_a_suggestion(host: MailHost, make_bot: MakeBot) -> None:
    patient = Patient(host, make_bot())

    patient.writes("suggest")
    assert f"2. {SUGGESTIONS[1]}" in patient.hears()[0]
    patient.writes("2\n\nThank you,\nAnn", "Re: A question")

    assert patient.hears(2)[1] == f"You said {SUGGESTIONS[1]}"


def test_new_mail_is_answered_at_once_though_it_is_looked_for_seldom(
    host: MailHost, make_bot: MakeBot
) -> None:
    patient = Patient(host, make_bot(SECONDS="1500"))

    patient.writes("one")
    patient.hears()
    patient.writes("two")

    assert patient.hears(2) == ["You said one", "You said two"]


def test_mails_that_arrive_while_others_are_read_are_not_overlooked(
    host: MailHost, make_bot: MakeBot
) -> None:
    patient = Patient(host, make_bot(SECONDS="1500"))

    said = [f"You said number {number}" for number in range(8)]
    for number in range(8):
        patient.writes(f"number {number}")

    assert patient.hears(8) == said


def test_a_warning_sign_in_the_subject_is_read(host: MailHost, make_bot: MakeBot) -> None:
    patient = Patient(host, make_bot())

    patient.writes("Please tell me what this means, I am very much afraid of it.", "vomiting blood")

    assert patient.hears()[0].startswith("You said vomiting blood\n\nPlease tell me")


def test_only_who_wrote_is_answered(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot()
    patient, other = Patient(host, bot), Patient(host, bot)

    patient.writes("hello", Cc=other.address, Reply_To=other.address)
    patient.hears()
    patient.settles()

    assert [mail["auto-submitted"] for mail in other.answers()] == [None]


@pytest.mark.parametrize(
    ("after", "answered", "aside"),
    [("move", (0, 1), (0, 1)), ("delete", (0, 0), (0, 1)), ("seen", (1, 0), (1, 0))],
)
def test_what_becomes_of_mail(
    host: MailHost,
    make_bot: MakeBot,
    after: str,
    answered: tuple[int, int],
    aside: tuple[int, int],
) -> None:
    bot = make_bot(AFTER=after)
    patient = Patient(host, bot)

    patient.writes("a newsletter", List_Id="<news.test>")
    patient.writes("hello")
    assert patient.hears() == ["You said hello"]

    inbox = answered[0] + aside[0]
    until(lambda: (bot.folder(), bot.folder(DONE)) == (inbox, answered[1]))
    assert bot.folder(ASIDE) == aside[1]
    until(lambda: host.flags(bot.address) == [(b"\\Seen",)] * inbox)


def test_old_mail_stays_where_it_is(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot(start=False)
    patient = Patient(host, bot)
    old = datetime.now(timezone.utc) - timedelta(hours=25)
    host.deliver(bot.address, bytes(patient.mail("older than a day")), old)

    bot.start()

    assert patient.settles() == ["You said the last one"]
    assert bot.folder() == 1
    assert host.flags(bot.address) == [()]


def test_a_late_answer_begins_with_an_apology(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot(start=False)
    patient = Patient(host, bot)
    earlier = datetime.now(timezone.utc) - timedelta(minutes=30)
    host.deliver(bot.address, bytes(patient.mail("hello")), earlier)

    bot.start()

    (words,) = patient.hears()
    assert words.startswith("I am sorry that this answer is late.")
    assert words.endswith("You said hello")


def test_the_same_mail_twice_is_answered_once(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot()
    patient = Patient(host, bot)
    mail = patient.writes("once")
    host.post(mail)

    assert patient.settles() == ["You said once", "You said the last one"]


def test_who_asks_for_it_is_forgotten(host: MailHost, rasa: Rasa, make_bot: MakeBot) -> None:
    patient = Patient(host, make_bot())
    patient.writes("hello")
    patient.hears()

    patient.writes("Forget me.\n\nSent from my iPhone")

    assert "I have erased what was kept of our chat" in patient.hears(2)[1]
    assert rasa.erased == [rasa.asked[0]["sender"]]


# Nothing lost, nothing twice.


def test_killed_before_a_mail_is_written_down(
    host: MailHost, make_bot: MakeBot, proxy: Proxy
) -> None:
    bot = make_bot(start=False)
    bot.through(proxy)
    bot.start()
    patient = Patient(host, bot)
    proxy.hold_at = b"BODY.PEEK[]"
    patient.writes("lost?")
    assert proxy.held.wait(90)

    bot.kill()
    proxy.hold_at = None
    bot.start()

    assert patient.settles() == ["You said lost?", "You said the last one"]


def test_killed_in_the_midst_of_a_turn(host: MailHost, rasa: Rasa, make_bot: MakeBot) -> None:
    bot = make_bot()
    patient = Patient(host, bot)
    rasa.hold()
    patient.writes("lost?")
    assert rasa.held.wait(90)

    bot.kill()
    rasa.free.set()
    bot.start()

    assert patient.settles() == ["You said lost?", "You said the last one"]


@pytest.mark.parametrize(("after", "command"), [("move", b"UID MOVE"), ("delete", b"UID STORE")])
def test_killed_between_the_answer_and_the_putting_away(
    host: MailHost, make_bot: MakeBot, proxy: Proxy, after: str, command: bytes
) -> None:
    bot = make_bot(start=False, AFTER=after)
    bot.through(proxy)
    bot.start()
    patient = Patient(host, bot)
    proxy.hold_at = command
    patient.writes("twice?")
    assert proxy.held.wait(90)
    patient.hears()

    bot.kill()
    assert bot.folder() == 1
    proxy.hold_at = None
    bot.start()

    assert patient.settles() == ["You said twice?", "You said the last one"]
    until(lambda: bot.folder() == 0)


def test_killed_while_the_smtp_server_is_down(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot()
    patient = Patient(host, bot)
    patient.writes("one")
    patient.hears()
    mail = patient.mail("two")
    host.stop_smtp()
    host.deliver(bot.address, bytes(mail))
    until(lambda: "the SMTP server cannot be used" in bot.log())

    bot.kill()
    host.start_smtp()
    bot.start()

    assert patient.settles() == ["You said one", "You said two", "You said the last one"]


def test_the_imap_server_goes_and_comes_back(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot()
    patient = Patient(host, bot)
    patient.writes("one")
    patient.hears()

    host.stop_imap()
    until(lambda: "the IMAP server cannot be used" in bot.log())
    host.start_imap()
    patient.writes("two")

    assert patient.hears(2) == ["You said one", "You said two"]


def test_a_line_that_is_cut_is_opened_anew(host: MailHost, make_bot: MakeBot, proxy: Proxy) -> None:
    bot = make_bot(start=False, SECONDS="1500")
    bot.through(proxy)
    bot.start()
    patient = Patient(host, bot)
    patient.writes("one")
    patient.hears()

    proxy.cut()
    patient.writes("two")

    assert patient.hears(2) == ["You said one", "You said two"]


@pytest.mark.parametrize("refusal", ["rcpt 451 4.7.1 greylisted", "data 452 4.3.1 disk full"])
def test_what_the_smtp_server_does_not_take_now_is_sent_again(
    host: MailHost, make_bot: MakeBot, refusal: str
) -> None:
    patient = Patient(host, make_bot())
    mail = patient.mail("hello")
    host.refusals.append(refusal)
    host.deliver(mail["to"], bytes(mail))
    until(lambda: host.refused)

    assert patient.settles() == ["You said hello", "You said the last one"]


@pytest.mark.parametrize("refusal", ["rcpt 550 5.1.1 unknown", "data 554 5.7.1 spam"])
def test_what_it_never_takes_is_given_up(host: MailHost, make_bot: MakeBot, refusal: str) -> None:
    patient = Patient(host, make_bot())
    mail = patient.mail("hello")
    host.refusals.append(refusal)
    host.deliver(mail["to"], bytes(mail))
    until(lambda: host.refused)

    assert patient.settles() == ["You said the last one"]


# Loops.


def test_two_bots_do_not_answer_each_other(host: MailHost, rasa: Rasa, make_bot: MakeBot) -> None:
    one, two = make_bot(), make_bot()
    mail = Patient(host, one).mail("hello")
    del mail["from"]
    mail["From"] = two.address
    host.post(mail)

    until(lambda: two.folder(ASIDE) == 1)
    assert one.folder(DONE) == 1
    assert rasa.said() == ["hello"]


def test_a_program_that_answers_everything_is_not_answered_for_ever(
    host: MailHost, rasa: Rasa, make_bot: MakeBot
) -> None:
    bot = make_bot(DAILY="3")
    program = Patient(host, bot)
    for _ in range(6):
        program.writes("Your request was received.")

    until(lambda: bot.folder(ASIDE) == 3)
    assert len(program.hears(3)) == 3
    program.writes("I am vomiting blood")
    assert program.hears(4)[3] == "You said I am vomiting blood"


# Settings, as whoever starts it sees them.


def test_a_wrong_password_is_told(make_bot: MakeBot) -> None:
    bot = make_bot(start=False, IMAP_PASSWORD="wrong")  # noqa: S106

    code, told = bot.run()

    assert code == 2
    assert "does not take HEPATICA_MAIL_IMAP_USER and HEPATICA_MAIL_IMAP_PASSWORD" in told
    assert "Traceback" not in told


def test_a_setting_that_is_missing_is_told(make_bot: MakeBot) -> None:
    bot = make_bot(start=False, ADDRESS="")

    code, told = bot.run()

    assert code == 2
    assert told.startswith("email: HEPATICA_MAIL_ADDRESS is not set.")


def test_the_check_finds_all_well(make_bot: MakeBot) -> None:
    assert make_bot(start=False).run("--check") == (
        0,
        "Both mail servers and the Rasa server can be used.\n",
    )


def test_a_line_that_begins_in_the_clear_is_encrypted(host: MailHost, make_bot: MakeBot) -> None:
    bot = make_bot(start=False, IMAP_PORT=str(host.imap_port), IMAP_TLS="starttls")

    assert bot.run("--check")[0] == 0
    del bot.settings["SSL_CERT_FILE"]
    assert "does not trust the certificate of the IMAP server" in bot.run("--check")[1]


def test_the_check_names_everything_that_fails(make_bot: MakeBot) -> None:
    wrong = {"SMTP_PASSWORD": "wrong", "FOLDER": "Nowhere", "RASA": "http://127.0.0.1:9"}
    bot = make_bot(start=False, **wrong)

    code, told = bot.run("--check")

    folder, smtp, rasa = told.splitlines()
    assert code == 2
    assert "no folder Nowhere" in folder
    assert "HEPATICA_MAIL_SMTP_PASSWORD" in smtp
    assert "HEPATICA_MAIL_RASA" in rasa


def test_a_server_that_nobody_vouches_for_is_not_trusted(make_bot: MakeBot) -> None:
    bot = make_bot(start=False)
    del bot.settings["SSL_CERT_FILE"]

    code, told = bot.run("--check")

    assert code == 2
    assert "does not trust the certificate of the IMAP server" in told
    assert "does not trust the certificate of the SMTP server" in told


def test_an_inbox_that_cannot_be_written_is_told(make_bot: MakeBot, tmp_path: Path) -> None:
    bot = make_bot(start=False)
    (tmp_path / "file").touch()
    bot.settings["HEPATICA_INBOX"] = str(tmp_path / "file" / "inbox.sqlite")

    code, told = bot.run()

    assert code == 2
    assert "HEPATICA_INBOX: messages cannot be written" in told


def test_it_ends_in_order(make_bot: MakeBot) -> None:
    bot = make_bot()

    assert bot.stop() == 0
    assert "Traceback" not in bot.log()
