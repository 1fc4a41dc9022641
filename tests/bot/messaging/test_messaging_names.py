"""Names of conversations: the same for a person every time, and of no use to anybody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.messaging import BadSetting, Incoming, Kind, MessagingSettings
from bot.messaging.names import Names
from bot.messaging.settings import messaging_settings

SECRET = "6a1c0c5be2f94d17a3b8c7d6e5f4a392"  # noqa: S105 - of the tests
PHONE = "+447700900123"


def names(folder: Path, channel: str = "whatsapp", secret: str | None = None) -> Names:
    return Names(channel, "wa", MessagingSettings(folder / "inbox.sqlite", name_secret=secret))


def test_a_person_keeps_their_name_after_a_restart(tmp_path: Path) -> None:
    assert names(tmp_path).name(PHONE) == names(tmp_path).name(PHONE)


def test_the_name_does_not_tell_the_number(tmp_path: Path) -> None:
    name = names(tmp_path).name(PHONE)

    assert name.startswith("wa:")
    assert PHONE.strip("+") not in name


def test_people_channels_groups_and_hospitals_have_other_names(tmp_path: Path) -> None:
    one = names(tmp_path, secret=SECRET)
    others = [
        one.name("+447700900124"),
        one.name(PHONE, is_group=True),
        names(tmp_path, "twilio", SECRET).name(PHONE),
        names(tmp_path, secret=SECRET[::-1]).name(PHONE),
    ]

    assert len({one.name(PHONE), *others}) == 5


def test_a_message_belongs_to_the_conversation_of_its_sender(tmp_path: Path) -> None:
    incoming = Incoming(id="1", sender=PHONE, kind=Kind.TEXT, text="hello", address={})

    assert names(tmp_path).of(incoming) == names(tmp_path).name(PHONE)


def test_the_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    names(tmp_path).prepare()
    (path,) = tmp_path.iterdir()

    assert path.name == "names.secret"
    assert path.stat().st_mode & 0o777 == 0o600


def test_with_a_secret_of_ones_own_no_file_is_made(tmp_path: Path) -> None:
    names(tmp_path, secret=SECRET).name(PHONE)

    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: names(tmp_path).name(PHONE), range(50)))

    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["names.secret"]


def test_a_damaged_secret_is_not_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "names.secret").write_text("")

    with pytest.raises(OSError, match="holds no secret"):
        names(tmp_path).name(PHONE)


def test_any_sender_has_a_name(tmp_path: Path) -> None:
    assert len(names(tmp_path).name("\ud800\0")) == len("wa:") + 32


def test_a_weak_secret_is_refused() -> None:
    with pytest.raises(BadSetting, match="HEPATICA_NAME_SECRET"):
        messaging_settings({"HEPATICA_NAME_SECRET": "short"})


def test_the_secret_is_not_shown() -> None:
    settings = messaging_settings({"HEPATICA_NAME_SECRET": SECRET})

    assert settings.name_secret == SECRET
    assert SECRET not in repr(settings)
