"""The process at work: it listens to the homeserver and hands messages to the messenger."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import aiohttp
from nio import AsyncClient, SyncResponse

from bot.channels.failures import where
from bot.matrix.account import client_of, log_in
from bot.matrix.answers import LoggedOut, asked, patiently
from bot.matrix.desks import Desks
from bot.matrix.listening import Listening
from bot.matrix.memory import Memory
from bot.matrix.rooms import Rooms
from bot.matrix.sending import Sending
from bot.matrix.settings import MatrixSettings
from bot.matrix.signing import sign_device
from bot.messaging.answering import warning_signs
from bot.messaging.capabilities import Capabilities, Counting
from bot.messaging.holding import Hold
from bot.messaging.incoming import Incoming
from bot.messaging.loopback import LoopbackTurn
from bot.messaging.messenger import Platform
from bot.messaging.parts import Image
from bot.messaging.pictures import NoPicture, Pictures
from bot.messaging.sending import Gone, Rejected, TryAgain
from bot.messaging.timing import Timing
from bot.messaging.wording import Wording

log = logging.getLogger(__name__)

CHANNEL, PREFIX = "matrix", "mx"
CAN = Capabilities(
    longest_text=30_000,  # an event may have 65,536 bytes, and encryption adds a third
    counting=Counting.BYTES,
    images=True,
    quoting=True,
)
POLL, POLL_FOR_KEYS = 30_000, 5_000
"""Milliseconds that the homeserver may wait for news; less while a message waits for its key."""
LONGEST = 300.0
"""Seconds after which a sync request is given up; nio waits for ever for the first one."""
FILTER = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {
        "timeline": {"limit": 100},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
    },
}


class Service:
    """Everything of the process, from the login to its end.

    Args:
        settings: the settings.
        http: the HTTP client; its owner closes it.
        timing: clocks and pauses.

    Raises:
        KnowledgeFileError: a knowledge file cannot be used.
    """

    def __init__(
        self, settings: MatrixSettings, http: aiohttp.ClientSession, timing: Timing | None = None
    ) -> None:
        self._settings = settings
        self._http = http
        self._timing = timing or Timing()
        self._hold = Hold(settings.store / "keys", CHANNEL, self._timing)
        self._client: AsyncClient = client_of(settings, http)
        common = settings.common
        self._pictures = Pictures(common.pictures, common.inbox.parent / "pictures")
        sending = Sending(self._client, self._picture, encrypted_only=settings.encrypted_only)
        rasa = LoopbackTurn(http, settings.rasa, Wording(), CHANNEL)
        can = CAN if common.pictures else replace(CAN, images=False)
        platform = Platform(CHANNEL, PREFIX, can, sending.send, sending.seen, rasa.forget)
        self._desks = Desks(platform, rasa, common, self._timing, warning_signs)

    async def run(self) -> None:
        """Work until cancelled.

        Raises:
            BadSetting: a setting is turned down.
            LoggedOut: the homeserver has ended the login.
            ValueError, LookupError, TypeError: what was kept in the store folder was changed.
            sqlite3.Error, OSError: the inbox or the store folder cannot be used.
        """
        self._settings.store.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._settings.store.chmod(0o700)
        await self._desks.check()
        await self._hold.take()
        memory = Memory.load(self._settings.store / "memory.json")
        await patiently(self._log_in, self._timing)
        rooms = Rooms(
            self._client,
            memory,
            self._settings.servers,
            self._timing,
            encrypted_only=self._settings.encrypted_only,
        )
        listening = Listening(self._client, rooms, memory, self._timing)
        try:
            await self._listen(listening, rooms, memory)
        finally:
            await rooms.joining.cancel()
            await self._desks.stop()
            self._hold.release()

    async def _log_in(self) -> None:
        with _awaited():
            await log_in(self._client, self._settings)

    async def _listen(self, listening: Listening, rooms: Rooms, memory: Memory) -> None:
        is_first = True
        while True:
            answer = await self._news(memory, is_first=is_first)
            await self._upkeep(answer)
            if is_first:
                await self._sign()
            messages = await listening.messages(answer, memory.position)
            await self._write_down(messages)
            memory.position = answer.next_batch
            memory.save()
            rooms.see_to_invitations()
            await listening.ask_for_keys()
            if is_first:
                # Only now is it known which rooms there are, and that they are encrypted.
                await self._desks.start()
                log.info("matrix: listening")
            is_first = False

    async def _news(self, memory: Memory, *, is_first: bool) -> SyncResponse:
        """The next sync answer, however long the homeserver is away."""
        patience = POLL_FOR_KEYS if memory.unread else POLL

        async def ask() -> SyncResponse:
            with _awaited():
                request = self._client.sync(
                    timeout=0 if is_first else patience,
                    sync_filter=FILTER,
                    since=memory.position or None,
                    full_state=is_first or None,
                )
                try:
                    answer: SyncResponse = await asked(asyncio.wait_for(request, LONGEST))
                except (TryAgain, Gone, Rejected, LoggedOut):
                    raise
                except Exception as error:  # noqa: BLE001 - a stranger's event may break nio
                    # The next time nio passes over this answer, and each event is read by itself.
                    log.error("matrix: an answer was not taken in: %s", where(error))
                    raise TryAgain from None
                return answer

        return await patiently(ask, self._timing)

    async def _upkeep(self, answer: SyncResponse) -> None:
        """What encryption needs: keys for others to write to us, the keys of others' devices."""
        client = self._client
        if client.olm is not None and answer.device_key_count.signed_curve25519 == 0:
            client.olm.uploaded_key_count = 0  # nio passes over a zero
        try:
            if client.should_upload_keys:
                await asked(client.keys_upload())
            if client.should_query_keys:
                await asked(client.keys_query())
            if client.should_claim_keys:
                await asked(client.keys_claim(client.get_users_for_key_claiming()))
            await client.send_to_device_messages()
        except (TryAgain, Gone, Rejected, aiohttp.ClientError, OSError, asyncio.TimeoutError):
            log.warning("matrix: keys were not exchanged; tried again with the next messages")

    async def _sign(self) -> None:
        try:
            signed = await sign_device(self._client, self._settings.password)
        except TryAgain:
            signed = False
        if not signed:
            log.warning(
                "matrix: the device is not verified by its account, so many apps send it nothing. "
                "docs/channels/matrix.md tells what to do."
            )

    async def _write_down(self, messages: Sequence[Incoming]) -> None:
        """Hand messages over; what follows waits until they are written down."""

        async def hand_over() -> None:
            try:
                await self._desks.receive(messages)
            except (sqlite3.Error, OSError) as error:
                log.error("matrix: messages were not written down: %s", where(error))
                raise TryAgain from None

        await patiently(hand_over, self._timing)

    async def _picture(self, image: Image) -> bytes:
        try:
            return await self._pictures.png(image, self._http)
        except NoPicture as error:
            log.warning("matrix: no picture: %s", error)
            raise Rejected from None


@contextmanager
def _awaited() -> Iterator[None]:
    """Say in the log what is waited for."""
    try:
        yield
    except TryAgain:
        log.warning("matrix: the homeserver does not answer")
        raise
    except (Gone, Rejected):
        log.error("matrix: the homeserver refuses to answer")
        raise TryAgain from None
