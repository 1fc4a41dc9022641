"""What the web channel does for each route, put together from its parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.channels.guarded import GuardedTurn, Handle
from bot.help_lines import HelpLines
from bot.replies import ChannelReplies
from bot.web.about import about, localised
from bot.web.addresses import Addresses
from bot.web.bodies import body_of, language_asked, said, vote
from bot.web.conversations import Conversations
from bot.web.errors import Refused
from bot.web.feedback import Feedback
from bot.web.glossary import glossary
from bot.web.history import History
from bot.web.limits import Limits
from bot.web.origins import Origins
from bot.web.pages import Pages
from bot.web.settings import Settings
from bot.web.theme import theme_in
from bot.web.tokens import Session, Tokens, usable
from bot.web.turns import Turns


class WebService:
    """The web channel without its routes.

    Args:
        handle: hands a message to Rasa.
        agent: gives Rasa's agent, or None while there is none.
        settings: how it runs here.
        intents: intents that may come as "/intent".

    Raises:
        KnowledgeFileError: a knowledge file, or the theme, cannot be used.
        SettingsError: the theme cannot be used.
    """

    def __init__(
        self,
        handle: Handle,
        agent: Callable[[], Any],
        settings: Settings,
        intents: tuple[str, ...] = (),
    ) -> None:
        replies, help_lines = ChannelReplies(), HelpLines()
        turn = GuardedTurn(handle, replies, help_lines, intents)
        self._history = History(replies, help_lines)
        self._conversations = Conversations(agent)
        self._turns = Turns(turn, self._conversations, self._history)
        self._tokens = Tokens(usable(settings.keys), settings.idle, settings.longest)
        self._addresses = Addresses(settings.proxies)
        self._limits = Limits(settings.rate)
        self._feedback = Feedback(settings.feedback)
        self._theme = theme_in(settings.theme)
        self._about = about(self._theme, help_lines)
        self._glossary = glossary()
        self._erasing: set[asyncio.Task[None]] = set()
        self.origins = Origins(settings.origins)
        self.pages = Pages(self._theme.name, settings.sites, partial(localised, help_lines))

    def started(self) -> None:
        """Do what can only be done once Rasa has loaded its model."""
        self._conversations.keep_quiet()

    def admit(self, request: Request) -> None:
        """Let a request for more than a page in.

        Raises:
            Refused: another site's page sends it, or too many come from its network.
        """
        self.origins.check(request)
        self._limits.request(self._addresses.of(request))

    def _session(self, request: Request) -> Session:
        return self._tokens.session(request.headers.getall("authorization", []))

    def _renewed(self, session: Session) -> dict[str, Any]:
        token, expires_in = self._tokens.issue(session)
        return {"token": token, "expires_in": expires_in}

    async def begin(self, request: Request) -> HTTPResponse:
        """A new conversation and its token."""
        body_of(request)
        self._limits.session(self._addresses.of(request))
        session = self._tokens.begin()
        return json({**self._renewed(session), "about": self._about})

    async def message(self, request: Request) -> HTTPResponse:
        """The reply to a message, in the conversation that the token names."""
        session = self._session(request)
        message = said(body_of(request))
        if not self._turns.has(session.sender, message.id):
            self._limits.message(session.sender)
        messages = await self._turns.reply(session.sender, message)
        return json({"id": message.id, **self._renewed(session), "messages": messages})

    async def history(self, request: Request) -> HTTPResponse:
        """What was said in the conversation that the token names."""
        session = self._session(request)
        tracker = await self._conversations.read(session.sender)
        self._tokens.check(session)
        turns = await self._history.turns(tracker)
        return json({**self._renewed(session), "about": self._about, "turns": turns})

    async def forget(self, request: Request) -> HTTPResponse:
        """Erase the conversation that the token names, and end its session."""
        session = self._session(request)
        # First of all nothing more may be written to it.
        self._tokens.end(session)
        erasing = asyncio.create_task(self._erase(session))
        self._erasing.add(erasing)
        erasing.add_done_callback(self._erasing.discard)
        # Whoever wants to be forgotten may close the page at once; it is done all the same.
        await asyncio.shield(erasing)
        return empty()

    async def _erase(self, session: Session) -> None:
        try:
            await self._turns.forget(session.sender)
            await self._conversations.erase(session.sender)
        except BaseException:
            self._tokens.resume(session)
            raise
        self._feedback.forget(session.sender)

    async def judge(self, request: Request) -> HTTPResponse:
        """Count what somebody thinks of a reply in the conversation that the token names."""
        session = self._session(request)
        verdict = vote(body_of(request))
        reply = await self._turns.find(session.sender, verdict.id)
        if reply is None:
            raise Refused("not_found", "There is no message of this id in the conversation.")
        await self._feedback.add(session.sender, verdict, reply)
        return empty()

    async def terms(self, request: Request) -> HTTPResponse:
        """The glossary in one language."""
        return self._glossary[language_asked(request)].answer(request)

    async def css(self, request: Request) -> HTTPResponse:
        """The hospital's design tokens; empty when it has none."""
        return self._theme.css.answer(request)

    async def logo(self, request: Request) -> HTTPResponse:
        """The hospital's logo."""
        if self._theme.logo is None:
            raise Refused("not_found", "This hospital has no logo here.")
        return self._theme.logo.answer(request)
