"""Whether the settings work: logs in to both mail servers and asks the Rasa server."""

from __future__ import annotations

import asyncio
import ssl
from threading import Event

import aiohttp
import aiosmtplib
from imapclient.exceptions import IMAPClientError

from bot.mail.mailbox import FolderMissing, LoginRefused, Mailbox
from bot.mail.sending import SmtpSender
from bot.mail.settings import MailSettings, Server

_SECONDS = 5.0


async def troubles(settings: MailSettings) -> list[str]:
    """What does not work, a sentence each; none where all is well."""
    found = [await imap(settings), await _smtp(settings), await _rasa(settings)]
    return [trouble for trouble in found if trouble]


async def imap(settings: MailSettings) -> str | None:
    """What is wrong with the mailbox."""
    server, mailbox = settings.imap, Mailbox(settings, Event())
    try:
        await asyncio.to_thread(mailbox.open)
    except LoginRefused:
        return _refused("IMAP", server)
    except FolderMissing:
        return f"The mailbox has no folder {settings.folder} (HEPATICA_MAIL_FOLDER)."
    except (IMAPClientError, OSError) as error:
        return _unreachable("IMAP", server, error)
    finally:
        await asyncio.to_thread(mailbox.close)
    return None


async def _smtp(settings: MailSettings) -> str | None:
    try:
        await SmtpSender(settings).check()
    except aiosmtplib.SMTPAuthenticationError:
        return _refused("SMTP", settings.smtp)
    except (aiosmtplib.SMTPException, OSError) as error:
        return _unreachable("SMTP", settings.smtp, error)
    return None


async def _rasa(settings: MailSettings) -> str | None:
    url = f"{settings.rasa}/webhooks/rest/"
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with aiohttp.request("GET", url, timeout=timeout) as response:
            response.raise_for_status()
    except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
        return (
            f"The Rasa server does not answer at {settings.rasa} (HEPATICA_MAIL_RASA), or its "
            "credentials.yml lacks bot.channels.loopback.LoopbackInput."
        )
    return None


def _refused(which: str, server: Server) -> str:
    return (
        f"The {which} server {server.host} does not take user and password "
        f"(HEPATICA_MAIL_{which}_USER, HEPATICA_MAIL_{which}_PASSWORD)."
    )


def _unreachable(which: str, server: Server, error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"This machine does not trust the certificate of the {which} server {server.host} "
                f"({cause.verify_message})."
            )
        cause = cause.__cause__ or cause.__context__
    return (
        f"The {which} server cannot be used at {server.host}:{server.port}, {server.tls.value} "
        f"({type(error).__name__}). Look at HEPATICA_MAIL_{which}_HOST, _PORT and _TLS."
    )
