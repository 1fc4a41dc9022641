"""Logging in, and what is said when it does not work."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.matrix.conftest import NewBot
from tests.matrix.hepatica import KEY, Hepatica
from tests.matrix.person import Person
from tests.matrix.synapse import PASSWORD, Synapse

pytestmark = pytest.mark.asyncio(loop_scope="session")
BAD_SETTING, LOGGED_OUT = 2, 3
WRONG = "not-the-password"


def login(synapse: Synapse, user: str) -> dict[str, Any]:
    """A login as an operator makes one by hand."""
    who = {"type": "m.id.user", "user": user}
    content = {"type": "m.login.password", "identifier": who, "password": PASSWORD}
    told: dict[str, Any] = synapse.call("POST", "/_matrix/client/v3/login", content)
    return told


def session_token(bot: Hepatica) -> str:
    return str(json.loads((bot.store / "session.json").read_text())["token"])


async def ended(bot: Hepatica) -> int:
    await bot.launch()
    return await bot.code()


async def test_a_wrong_password_is_named_and_not_shown(new_bot: NewBot) -> None:
    bot = new_bot(HEPATICA_MATRIX_PASSWORD=WRONG)

    assert await ended(bot) == BAD_SETTING
    assert "HEPATICA_MATRIX_PASSWORD" in bot.log
    assert WRONG not in bot.log
    assert "Traceback" not in bot.log


async def test_without_password_or_token_it_says_what_to_set(new_bot: NewBot) -> None:
    bot = new_bot(HEPATICA_MATRIX_PASSWORD="")

    assert await ended(bot) == BAD_SETTING
    assert "HEPATICA_MATRIX_PASSWORD is not set" in bot.log


async def test_a_missing_setting_is_named(new_bot: NewBot) -> None:
    bot = new_bot(HEPATICA_MATRIX_PICKLE_KEY="")

    assert await ended(bot) == BAD_SETTING
    assert "HEPATICA_MATRIX_PICKLE_KEY is not set" in bot.log


async def test_after_the_first_login_no_password_is_needed(new_bot: NewBot, ann: Person) -> None:
    bot = new_bot()
    await bot.start()
    await bot.stop()
    bot.settings["HEPATICA_MATRIX_PASSWORD"] = ""

    await bot.start()

    room = await ann.invites(bot.user)
    assert await ann.hears(room, 1) == ["Welcome."]


async def test_a_token_does_instead_of_a_password(
    new_bot: NewBot, ann: Person, synapse: Synapse
) -> None:
    bot = new_bot(HEPATICA_MATRIX_PASSWORD="")
    made = login(synapse, bot.user)
    bot.settings["HEPATICA_MATRIX_TOKEN"] = made["access_token"]
    bot.settings["HEPATICA_MATRIX_DEVICE"] = made["device_id"]

    await bot.start()

    room = await ann.invites(bot.user)
    assert await ann.hears(room, 1) == ["Welcome."]
    assert "not verified by its account" not in bot.log


async def test_a_token_of_somebody_else_is_refused(
    new_bot: NewBot, ann: Person, synapse: Synapse
) -> None:
    made = login(synapse, ann.id)
    bot = new_bot(
        HEPATICA_MATRIX_TOKEN=made["access_token"], HEPATICA_MATRIX_DEVICE=made["device_id"]
    )

    assert await ended(bot) == BAD_SETTING
    assert "belongs to another user" in bot.log
    assert made["access_token"] not in bot.log


async def test_a_wrong_key_of_the_store_is_named(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.start()
    await bot.stop()
    bot.settings["HEPATICA_MATRIX_PICKLE_KEY"] = KEY[1:] + "0"

    assert await ended(bot) == BAD_SETTING
    assert "HEPATICA_MATRIX_PICKLE_KEY does not open" in bot.log


async def test_a_store_of_another_user_is_not_used(new_bot: NewBot, synapse: Synapse) -> None:
    bot = new_bot()
    await bot.start()
    await bot.stop()
    bot.user = synapse.register("other")

    assert await ended(bot) == BAD_SETTING
    assert "HEPATICA_MATRIX_STORE" in bot.log


async def test_a_login_that_is_ended_ends_the_process(new_bot: NewBot, synapse: Synapse) -> None:
    bot = new_bot()
    await bot.start()
    token = session_token(bot)

    synapse.call("POST", "/_matrix/client/v3/logout", {}, token)

    assert await bot.code() == LOGGED_OUT
    assert "has ended the bot's login" in bot.log
    assert token not in bot.log
    assert await ended(bot) == BAD_SETTING


async def test_a_damaged_store_ends_it_without_showing_what_is_in_it(new_bot: NewBot) -> None:
    bot = new_bot()
    bot.store.mkdir(parents=True)
    (bot.store / "memory.json").write_text('{"position": "secret-token"')

    assert await ended(bot) == 1
    assert "HEPATICA_MATRIX_STORE" in bot.log
    assert "secret-token" not in bot.log


async def test_where_the_account_has_other_keys_and_no_password_is_known_it_says_so(
    new_bot: NewBot, synapse: Synapse
) -> None:
    bot = new_bot()
    await bot.start()
    await bot.stop()
    made = login(synapse, bot.user)
    bot.settings["HEPATICA_MATRIX_PASSWORD"] = ""
    bot.settings["HEPATICA_MATRIX_TOKEN"] = made["access_token"]
    bot.settings["HEPATICA_MATRIX_DEVICE"] = made["device_id"]
    bot.settings["HEPATICA_MATRIX_STORE"] = str(bot.folder / "another")

    await bot.start()

    assert "not verified by its account" in bot.log
