"""Why a program failed, found in its output."""

import pytest

from dev.paths import ROOT
from dev.reasons import install_reason, program_reason, tail

LOG = ".run/setup.log"


def _reason(output: str) -> str:
    return install_reason(output, "3.10", LOG)


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("The virtual environment was not created as ensurepip is not available.", "venv module"),
        ("/usr/bin/python3: No module named venv", "venv module"),
        ("/usr/bin/python3: No module named 'ensurepip'", "venv module"),
        ("error: failed to write: No space left on device (os error 28)", "disk is full"),
        ("error: No interpreter found for Python 3.10 in managed installations", "Python 3.10"),
        ("error: No such file or directory: 'gcc'", "C compiler"),
        ("error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1", "C compiler"),
        ("fatal error: Python.h: No such file or directory", "C compiler"),
        ("/bin/sh: 1: cc: not found", "C compiler"),
        ("xcode-select: note: no developer tools were found", "C compiler"),
        ("error: dns error: failed to lookup address information", "no connection"),
        ("error sending request: client error (Connect)", "no connection"),
        ("urllib3.exceptions.NewConnectionError: <HTTPSConnection>", "no connection"),
        ("ERROR: Could not find a version of uv (from versions: none)", "no connection"),
        ("operation timed out", "no connection"),
    ],
)
def test_a_known_reason_is_told_in_a_sentence(output: str, told: str) -> None:
    reason = _reason(f"Resolving ...\n{output}\nGiving up.")
    assert told in reason
    assert output not in reason
    assert "try again" in reason


def test_a_python_that_cannot_be_downloaded_is_about_python() -> None:
    output = "https://github.com/astral-sh/python-build-standalone: dns error"
    assert "pyenv install 3.10" in _reason(output)


def test_an_unknown_reason_is_told_by_the_last_lines_and_the_log() -> None:
    reason = _reason("Resolving ...\nerror: hash mismatch\n")
    assert "    error: hash mismatch\n" in reason
    assert f"The whole output is in {LOG}." in reason


def test_the_tail_is_the_last_lines_that_say_something() -> None:
    assert tail("one\n\n  two  \n   \nthree\n", 2) == ["  two", "three"]


def test_a_librarys_warning_and_its_code_are_left_out_of_the_tail() -> None:
    log = (
        "loading\n"
        "/x/site-packages/a.py:12: DeprecationWarning: old\n"
        "  pkg_resources.declare()\n"
        "  more()\n"
        "ready\n"
        "  indented words\n"
    )
    assert tail(log) == ["loading", "ready", "  indented words"]


def test_nothing_said_is_no_tail() -> None:
    assert tail("\n\n") == []


def test_what_rasa_says_in_red_is_the_reason() -> None:
    log = "\x1b[91mfirst\x1b[0m\nloading\n\x1b[91mThe model\n\nis missing. \x1b[0m\nbye\n"
    assert program_reason(log) == ["The model", "is missing."]


def test_without_a_traceback_the_tail_is_the_reason() -> None:
    assert program_reason("one\ntwo\n") == ["one", "two"]


def _traceback(file: object, words: str) -> str:
    return (
        "Traceback (most recent call last):\n"
        '  File "/usr/lib/python3/runpy.py", line 1, in run\n'
        "    main()\n"
        "    ~~~~^^\n"
        f'  File "{file}", line 12, in work\n'
        "    raise\n"
        f"{words}\n"
    )


OURS = ROOT / "bot" / "nlu" / "part.py"
INSTALLED = ROOT / ".venv" / "lib" / "site-packages" / "rasa" / "part.py"
CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"


def _called(words: str) -> str:
    """A library's exception in a call of ours."""
    call = f'    main()\n  File "{OURS}", line 40, in call\n    work()\n'
    return _traceback(INSTALLED, words).replace("    main()\n", call)


def test_an_exception_of_ours_is_told_with_its_place() -> None:
    log = f"starting\n{_traceback(OURS, 'ValueError: no terms')}"
    assert program_reason(log) == ["ValueError: no terms", "in bot/nlu/part.py, line 12"]


def test_a_message_of_several_lines_is_told_up_to_the_next_log_entry() -> None:
    log = _traceback(OURS, "ValueError: two lines,\nthe second\n2026-11-24 10:00:00 INFO going on")
    assert program_reason(log)[:-1] == ["ValueError: two lines,", "the second"]


def test_a_long_message_is_cut() -> None:
    words = "\n".join(["ValueError:", *(str(number) for number in range(20))])
    assert program_reason(_traceback(INSTALLED, words)) == ["ValueError:", "0", "1", "2", "3"]


def test_an_exception_of_a_library_has_no_place_of_ours() -> None:
    assert program_reason(_traceback(INSTALLED, "OSError: broken")) == ["OSError: broken"]


def test_of_exceptions_that_pass_one_on_ours_is_told() -> None:
    log = _traceback(OURS, "ValueError: ours") + CAUSED + _traceback(INSTALLED, "Graph: failed")
    assert program_reason(log)[0] == "ValueError: ours"


def test_an_exception_that_a_library_raised_for_us_is_the_librarys() -> None:
    log = _traceback(OURS, "ValueError: ours") + CAUSED + _called("Graph: failed")
    assert program_reason(log) == ["ValueError: ours", "in bot/nlu/part.py, line 12"]


def test_a_librarys_exception_is_told_with_our_call() -> None:
    assert program_reason(_called("OSError: disk")) == [
        "OSError: disk",
        "in bot/nlu/part.py, line 40",
    ]


def test_of_two_of_ours_the_last_is_told() -> None:
    log = _traceback(OURS, "KeyError: 'x'") + CAUSED + _traceback(OURS, "ValueError: no x")
    assert program_reason(log)[0] == "ValueError: no x"


def test_of_libraries_exceptions_the_first_is_told() -> None:
    log = _traceback(INSTALLED, "OSError: disk") + CAUSED + _traceback(INSTALLED, "Graph: failed")
    assert program_reason(log) == ["OSError: disk"]


def test_of_a_progress_bar_only_the_last_state_is_told() -> None:
    assert tail(" 10%\r 20%\r 30%\nfailed\n") == [" 30%", "failed"]
