"""The tables: Rasa's own for events, and one row for each conversation."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy.engine import Connection, Engine

from bot.stores.engine import without_hurry

events: Any = SQLTrackerStore.SQLEvent.__table__
"""Rasa's table as it is, so that its own tools and older databases work."""

_ours = sa.MetaData()
conversations = sa.Table(
    "hepatica_conversations",
    _ours,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    # When the latest event was, for deleting what is old.
    sa.Column("latest", sa.Float, nullable=False, index=True),
    # The last save that was written here, so that none is written twice.
    sa.Column("saved", sa.String(40)),
    # From which event on a turn needs the conversation, and which older ones it needs, too.
    sa.Column("first", sa.Integer),
    sa.Column("kept", sa.Text),
)
_by_conversation = sa.Index("ix_events_conversation", events.c.sender_id, events.c.id)

_KNOW_OLDER = sa.text(
    """
INSERT INTO hepatica_conversations (sender_id, latest)
SELECT sender_id, COALESCE(MAX(timestamp), 0) FROM events
WHERE sender_id NOT IN (SELECT sender_id FROM hepatica_conversations) GROUP BY sender_id"""
)


def prepare(engine: Engine) -> None:
    """Make what is missing; conversations that stock Rasa wrote are taken over.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be used.
    """
    with engine.begin() as connection:
        if sa.inspect(connection).has_table(conversations.name):
            return
        _one_at_a_time(connection)
        with without_hurry(connection):
            events.create(connection, checkfirst=True)
            _ours.create_all(connection)
            if _by_conversation.name not in _indexes(connection):
                _by_conversation.create(connection)
            connection.execute(_KNOW_OLDER)


def _one_at_a_time(connection: Connection) -> None:
    """Several servers may start at once on an empty database."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(4741265)"))


def _indexes(connection: Connection) -> set[str]:
    found = sa.inspect(connection).get_indexes(events.name)
    return {str(index["name"]) for index in found}
