"""Words to the person at the terminal."""

import sys

import pytest

from dev.say import Elapsed, complain, heading, indented, say


def test_messages_go_to_the_output_and_complaints_to_the_errors(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("done")
    complain("not done")
    assert capsys.readouterr() == ("done\n", "not done\n")


@pytest.mark.parametrize("text", ["bot", "x" * 100])
def test_a_heading_stands_between_marks(capsys: pytest.CaptureFixture[str], text: str) -> None:
    heading(text)
    assert f"\n=== {text} ===" in capsys.readouterr().out


def test_lines_of_a_log_are_set_off() -> None:
    assert indented(["one", "two"]) == "    one\n    two"


def test_seconds_are_shown_on_a_terminal_and_taken_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with Elapsed("Training") as elapsed:
        elapsed.show()
    shown = capsys.readouterr().out
    assert "  Training ... 0 s" in shown
    assert shown.endswith("\r\033[K")


def test_seconds_are_not_shown_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with Elapsed("Training") as elapsed:
        elapsed.show()
    assert capsys.readouterr().out == ""
