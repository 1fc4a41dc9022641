"""Somebody who writes to the bot by email."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count

from tests.bot.mail.hosting import DOMAIN, MailHost, until
from tests.bot.mail.talking import Bot

NUMBER = count(1)


class Patient:
    """Somebody with a mailbox at the same host, whose program sends what is written."""

    def __init__(self, host: MailHost, bot: Bot) -> None:
        self.address = f"patient-{next(NUMBER)}@{DOMAIN}"
        self._host = host
        self._bot = bot

    def mail(self, text: str, subject: str = "Re: A question", **headers: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"Ann <{self.address}>"
        mail["To"] = self._bot.address
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{next(NUMBER)}.ann@patients.test>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail

    def writes(self, text: str, subject: str = "Re: A question", **headers: str) -> EmailMessage:
        mail = self.mail(text, subject, **headers)
        self._host.post(mail)
        return mail

    def answers(self) -> list[EmailMessage]:
        return self._host.mails(self.address)

    def words(self) -> list[str]:
        texts = [mail.get_content() for mail in self.answers()]
        return [text.replace("\r\n", "\n").strip() for text in texts]

    def hears(self, number: int = 1) -> list[str]:
        until(lambda: len(self.answers()) >= number)
        return self.words()

    def settles(self) -> list[str]:
        """All words, once a last question was answered: what came before it was answered before."""
        self.writes("the last one")
        until(lambda: "You said the last one" in self.words())
        return self.words()
