"""The curators' command that builds the store, as the tools call it."""

import pytest
from programs import python

from dev import store
from dev.say import Trouble


def test_a_build_that_works_says_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os, sys; sys.exit(sys.argv[1:] != ['build'] or 'PYTHONPATH' not in os.environ)"
    monkeypatch.setattr(store, "HEPATICA", python(code))
    store.build_store()


def test_a_build_that_fails_is_told_under_its_own_words(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; sys.exit('facts/basics.yml:3: is missing')"
    monkeypatch.setattr(store, "HEPATICA", python(code))
    with pytest.raises(Trouble, match="could not be built; the reason stands above"):
        store.build_store()
    assert capfd.readouterr().err == "facts/basics.yml:3: is missing\n"
