"""A mail host on this machine: a real Dovecot for IMAP, a real SMTP server that delivers into it.

Both speak on loopback ports of their own. Every address of ``DOMAIN`` has a mailbox, with the one
``PASSWORD``. Without a Dovecot see ``dev/dovecot.py``: it fetches one as root on Debian.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from imapclient import IMAPClient

from dev.dovecot import dovecot

DOMAIN = "hospital.test"
PASSWORD = "a_password_of_the_tests"  # noqa: S105
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
auth_failure_delay = 0
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], seconds: float = 90.0) -> None:
    """Wait for something that is bound to happen soon; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether somebody does."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class MailHost:
    """Both servers. ``refusals`` are what the SMTP server answers next, in place of taking a mail.

    A refusal begins with "rcpt " or "data ".
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hepatica-mail-"))
        self._imap: subprocess.Popen[bytes] | None = None
        self._smtp: Controller | None = None
        self.refusals: deque[str] = deque()
        self.refused = 0
        self.certificate = self._folder / "certificate.pem"
        self.imap_port, self.imaps_port, self.smtp_port = free_port(), free_port(), free_port()
        self._configure()

    def _configure(self) -> None:
        """Settings by which it runs as one user that is not root, which it must not be."""
        root = os.geteuid() == 0
        who = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
                *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
                *("-keyout", self._folder / "key.pem", "-out", self.certificate),
            ],
            check=True,
            capture_output=True,
        )
        config = _CONFIG.format(
            folder=self._folder,
            user=who.pw_name,
            group=grp.getgrgid(who.pw_gid).gr_name,
            uid=who.pw_uid,
            gid=who.pw_gid,
            password=PASSWORD,
            port=self.imap_port,
            secure=self.imaps_port,
            ssl="yes",
        )
        (self._folder / "dovecot.conf").write_text(config, encoding="utf-8")
        if root:
            for path in (self._folder, *self._folder.iterdir()):
                os.chown(path, who.pw_uid, who.pw_gid)
        self._who = who.pw_uid if root else None
        self._group = who.pw_gid if root else None

    def start(self) -> None:
        """Start both."""
        self.start_imap()
        self.start_smtp()

    def start_imap(self) -> None:
        """Start Dovecot."""
        self._imap = subprocess.Popen(
            [dovecot(), "-F", "-c", self._folder / "dovecot.conf"],
            user=self._who,
            group=self._group,
            extra_groups=[] if self._who is not None else None,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: listens(self.imap_port) or self._ended())

    def _ended(self) -> bool:
        if self._imap is not None and self._imap.poll() is not None:
            log = self._folder / "dovecot.log"
            told = log.read_text(encoding="utf-8") if log.exists() else "without a word"
            raise AssertionError(f"Dovecot ended: {told}")
        return False

    def stop_imap(self) -> None:
        """Stop Dovecot; connections are cut."""
        if self._imap is not None:
            # With all its processes, or some would go on serving lines that are open.
            os.killpg(self._imap.pid, signal.SIGKILL)
            self._imap.wait(20)
            until(lambda: not listens(self.imap_port))

    def start_smtp(self) -> None:
        """Start the SMTP server: it wants STARTTLS and a login, as a hospital's does."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self._folder / "key.pem")
        self._smtp = Controller(
            self,
            hostname="127.0.0.1",
            port=self.smtp_port,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            enable_SMTPUTF8=True,
            authenticator=_authenticated,
        )
        self._smtp.start()

    def stop_smtp(self) -> None:
        """Stop the SMTP server."""
        if self._smtp is not None:
            self._smtp.stop()

    def stop(self) -> None:
        """Stop both and remove all mail."""
        self.stop_smtp()
        self.stop_imap()
        shutil.rmtree(self._folder, ignore_errors=True)

    # What the SMTP server calls.

    async def handle_RCPT(  # noqa: N802 - the library's names
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.refusals and self.refusals[0].startswith("rcpt "):
            self.refused += 1
            return self.refusals.popleft().partition(" ")[2]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusals:
            self.refused += 1
            return self.refusals.popleft().partition(" ")[2]
        for address in envelope.rcpt_tos:
            self.deliver(address, envelope.content or b"")
        return "250 OK"

    # What tests do.

    @contextmanager
    def mailbox(self, address: str, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """A mailbox, as its owner's program sees it."""
        client = IMAPClient("127.0.0.1", self.imap_port, ssl=False)
        try:
            client.login(address, PASSWORD)
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.select_folder(folder)
            yield client
        finally:
            with suppress(Exception):
                client.logout()

    def post(self, mail: EmailMessage) -> None:
        """Send a mail as a patient's program does."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        with smtplib.SMTP("localhost", self.smtp_port) as client:
            client.starttls(context=context)
            client.login("patient", PASSWORD)
            client.send_message(mail)

    def deliver(self, address: str, mail: bytes, at: datetime | None = None) -> None:
        """Put a mail into somebody's mailbox."""
        with self.mailbox(address) as client:
            client.append("INBOX", mail, msg_time=at)

    def mails(self, address: str, folder: str = "INBOX") -> list[EmailMessage]:
        """What is in a folder, the oldest first."""
        with self.mailbox(address, folder) as client:
            found = client.fetch(client.search(), ["BODY.PEEK[]"])
            return [_parsed(found[uid][b"BODY[]"]) for uid in sorted(found)]

    def flags(self, address: str) -> list[tuple[bytes, ...]]:
        """The flags of the mails in the inbox, without those that only tell that they are new."""
        with self.mailbox(address) as client:
            found = client.get_flags(client.search())
            return [
                tuple(flag for flag in flags if flag != b"\\Recent") for flags in found.values()
            ]


def _authenticated(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


def _parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
