"""Between the outbox and a platform: one delivery, and the ways in which it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.messaging.incoming import Address
from bot.messaging.parts import Part


class TryAgain(Exception):  # noqa: N818 - it says what to do
    """The platform did not take it now: it is down, busy, or did not answer.

    Args:
        after: seconds that the platform asked to wait, where it said so.
    """

    def __init__(self, after: float | None = None) -> None:
        super().__init__("the platform did not take a message")
        self.after = after


class Rejected(Exception):  # noqa: N818 - it says what happened
    """The platform will never take this part as it is."""


class Gone(Exception):  # noqa: N818 - it says what happened
    """Nothing can be sent to this person any more: they blocked us, or left."""


@dataclass(frozen=True)
class Delivery:
    """One part on its way.

    Args:
        address: where it goes to, from ``Incoming.address``.
        part: what is sent.
        key: the same for every attempt at this part and for no other. Hand it to platforms that
            take such a key, so that what arrived with a lost answer is not shown twice.
        place: 0 for the first part of a reply.
        sent_at: when the message that is answered was sent, seconds since 1970.
    """

    address: Address
    part: Part
    key: str
    place: int
    sent_at: float


class Sender(Protocol):
    """Sends one part to a platform."""

    async def __call__(self, delivery: Delivery) -> None:
        """Send it.

        Raises:
            TryAgain: not taken now; any error that is none of these counts as this.
            Rejected: this part is not taken, others may be.
            Gone: nothing is taken for this person.
        """
