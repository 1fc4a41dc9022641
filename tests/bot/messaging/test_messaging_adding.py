"""docs/channels/adding.md is followed to the letter: its channel passes its test."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import bot.messaging.settings
from bot.paths import ROOT

PAGE = (ROOT / "docs" / "channels" / "adding.md").read_text(encoding="utf-8")
SETTINGS = Path(bot.messaging.settings.__file__).read_text(encoding="utf-8")
CHANNEL, TEST = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def module(name: str, code: str) -> ModuleType:
    """The code as a module of this name, as if it stood in a file."""
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(code, f"adding.md ({name})", "exec"), made.__dict__)  # noqa: S102 - our own page
    return made


module("bot.channels.beacon", CHANNEL)
TestBeacon = module("bot.channels.test_beacon", TEST).TestBeacon


@pytest.mark.parametrize("name", re.findall(r"^\| `(HEPATICA_\w+)` \|", PAGE, re.MULTILINE))
def test_every_setting_on_the_page_is_one(name: str) -> None:
    assert f'"{name}"' in SETTINGS


def test_every_setting_of_all_channels_is_on_the_page() -> None:
    for name in re.findall(r'"(HEPATICA_\w+)"', SETTINGS):
        assert f"| `{name}` |" in PAGE
