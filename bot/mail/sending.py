"""Replies over SMTP."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aiosmtplib

from bot.mail.composing import reply
from bot.mail.settings import MailSettings, Tls
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain

log = logging.getLogger(__name__)

TIMEOUT = 15.0
_LASTING = 500
_UNKNOWN_PERSON = (550, 551, 553)
_OTHER_REASON = re.compile(r"^[45]\.(?!1\.)\d")
"""Extended codes (RFC 3463) that are not about the address."""


class SmtpSender:
    """Sends each part of a reply as one mail.

    Args:
        settings: our address and the server.
    """

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def __call__(self, delivery: Delivery) -> None:
        """Send one mail.

        Raises:
            TryAgain: the server cannot be reached, or does not take it now.
            Rejected: it will never take this mail.
            Gone: it knows no such address.
        """
        mail = reply(delivery, self._settings)
        to = str(delivery.address["to"])
        options = [] if to.isascii() else ["SMTPUTF8"]
        with _told():
            async with client_of(self._settings) as client:
                if options and not client.supports_extension("smtputf8"):
                    raise Gone
                await client.sendmail(self._settings.address, [to], mail, mail_options=options)

    async def check(self) -> None:
        """Log in and out.

        Raises:
            aiosmtplib.SMTPException, OSError: that does not work.
        """
        async with client_of(self._settings) as client:
            await client.noop()


def client_of(settings: MailSettings) -> aiosmtplib.SMTP:
    """A client that connects and logs in when entered."""
    server = settings.smtp
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.tls is Tls.IMPLICIT,
        start_tls=server.tls is Tls.STARTTLS,
        tls_context=None if server.tls is Tls.OFF else ssl.create_default_context(),
        timeout=TIMEOUT,
        local_hostname=settings.domain,
    )


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the client as what they mean for a part; without their words, which name people."""
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _refused(error.recipients[0]) from None
    except (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPSenderRefused) as error:
        log.error("email: the SMTP server refuses our login or address (%s)", error.code)
        raise TryAgain from None
    except aiosmtplib.SMTPNotSupported:
        log.error("email: the SMTP server lacks something that is needed (TLS or login)")
        raise TryAgain from None
    except aiosmtplib.SMTPDataError as error:
        raise (Rejected if error.code >= _LASTING else TryAgain) from None
    except (aiosmtplib.SMTPException, OSError) as error:
        log.warning("email: the SMTP server cannot be used: %s", type(error).__name__)
        raise TryAgain from None


def _refused(refusal: aiosmtplib.SMTPRecipientRefused) -> Exception:
    if refusal.code < _LASTING:
        return TryAgain()
    if refusal.code in _UNKNOWN_PERSON and not _OTHER_REASON.match(refusal.message):
        return Gone()
    log.error("email: the SMTP server refuses a recipient (%s)", refusal.code)
    return Rejected()
