from __future__ import annotations

import io
import json
import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.failures import where
from bot.messaging.settings import BadSetting
from bot.watch import records

WORDS = "my name is Quirin Pfefferkorn"
rasa = logging.getLogger("rasa.core.processor")
ours = logging.getLogger("bot.channels.guarded")


class Log:
    """What a handler wrote, added before the log is set up unless a test does it later."""

    def __init__(self, form: logging.Formatter | None = None) -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(form)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def written() -> Iterator[Log]:
    log = Log()
    logging.getLogger().addHandler(log.handler)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield log
    logging.getLogger().setLevel(level)
    logging.getLogger().removeHandler(log.handler)


def with_percent(text: str) -> None:
    rasa.warning("Received '%s' with intent '%s'.", text, text)


def with_f_string(text: str) -> None:
    rasa.warning(f"Received '{text}' with intent '{text}'.")


def with_format(text: str) -> None:
    rasa.warning("Received '{}' with intent '{}'.".format(text, text))  # noqa: UP032


def with_a_sum(text: str) -> None:
    rasa.warning("Received '" + text + "' with intent '" + text + "'.")


def over_lines(text: str) -> None:
    rasa.warning(
        "Received '%s' "
        "with intent '%s'.",
        text,
        text,
    )  # fmt: skip


STYLES = (with_percent, with_f_string, with_format, with_a_sum, over_lines)


@pytest.mark.parametrize("say", STYLES)
def test_of_a_librarys_message_only_what_its_author_wrote_is_kept(
    say: Callable[[str], None], quiet: None, written: Log
) -> None:
    say(WORDS)

    assert written.text == "Received '…' with intent '…'.\n"


@given(text=st.text(min_size=1), style=st.sampled_from(STYLES))
def test_no_text_makes_a_difference(text: str, style: Callable[[str], None]) -> None:
    records.set_up({})
    records.be_quiet()
    made: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: made.append(record.getMessage())  # type: ignore[method-assign]
    rasa.addHandler(handler)
    try:
        style(text)
    finally:
        rasa.removeHandler(handler)

    assert made == ["Received '…' with intent '…'."]


def test_a_message_that_is_only_a_value_is_a_gap(quiet: None, written: Log) -> None:
    rasa.warning(WORDS)

    assert written.text == "…\n"


def test_a_message_whose_source_cannot_be_read_is_a_gap(quiet: None, written: Log) -> None:
    exec(compile(f"log.warning({WORDS!r})", "/nowhere.py", "exec"), {"log": rasa})  # noqa: S102

    assert written.text == "…\n"


def test_of_an_event_of_structlog_the_name_is_kept(quiet: None, written: Log) -> None:
    # As it is where Rasa made its logger before structlog was set up.
    plain = logging.Logger("rasa.core.processor", logging.DEBUG)  # noqa: LOG001
    plain.addHandler(written.handler)
    log = structlog.wrap_logger(
        plain,
        processors=[structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
    )

    log.debug(
        "processor.message.parse",
        parse_data_text=WORDS,
    )

    assert written.text == "processor.message.parse\n"


def test_an_error_is_told_by_its_class_and_place(quiet: None, written: Log) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        rasa.exception("The turn of %s failed", WORDS)

    assert WORDS not in written.text
    assert "The turn of … failed: ValueError at watch/test_watch_records.py:" in written.text
    assert "Traceback" not in written.text


def test_our_own_messages_are_kept(quiet: None, written: Log) -> None:
    ours.warning("%s: a part was not sent, try %d", "telegram", 2)

    assert written.text == "telegram: a part was not sent, try 2\n"


def test_in_our_own_messages_errors_of_others_lose_their_words(quiet: None, written: Log) -> None:
    ours.error("no answer: %s", RuntimeError(WORDS))
    ours.error("no answer: %s", BadSetting("HEPATICA_X is not set."))

    assert written.text.splitlines() == [
        "no answer: RuntimeError at an unknown place",
        "no answer: HEPATICA_X is not set.",
    ]


def test_before_anybody_can_write_all_is_told(written: Log) -> None:
    records.set_up({})
    rasa.error(f"Could not load model due to {WORDS}.")

    assert written.text == f"Could not load model due to {WORDS}.\n"


def test_a_handler_that_comes_later_gets_no_words_either(quiet: None) -> None:
    late = Log(logging.Formatter("%(message)s %(args)s %(exc_text)s"))
    logging.getLogger().addHandler(late.handler)
    try:
        with_percent(WORDS)
    finally:
        logging.getLogger().removeHandler(late.handler)

    assert late.text == "Received '…' with intent '…'. () None\n"


def test_warnings_lose_their_words(quiet: None, written: Log) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(WORDS, UserWarning, stacklevel=1)
        logging.captureWarnings(False)

    assert written.text.startswith("UserWarning at watch/test_watch_records.py:")
    assert WORDS not in written.text


def test_a_thread_that_dies_says_so_without_words(
    quiet: None, written: Log, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(WORDS)

    thread = threading.Thread(target=fail)
    # pytest has a hook of its own.
    threading.excepthook = records._ended
    thread.start()
    thread.join()

    assert "a thread ended: ValueError at watch/test_watch_records.py:" in written.text
    assert WORDS not in written.text + capfd.readouterr().err


def test_json_is_one_line_with_the_fields_that_are_there(written: Log) -> None:
    records.set_up({"HEPATICA_LOG": "json"})
    records.be_quiet()
    told = {"channel": "web", "kind": "answer", "language": "zh", "ms": 41.5}
    ours.info("turn", extra={**told, "sender": "web:abc", "text": WORDS})

    [line] = written.lines
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "info", "logger": "bot.channels.guarded", "event": "turn", **told}


def test_json_takes_our_way_of_telling_an_error_apart(written: Log) -> None:
    records.set_up({"HEPATICA_LOG": "json"})
    records.be_quiet()
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        ours.error("the turn failed: %s", where(error))

    [line] = written.lines
    assert line["event"] == "the turn failed: builtins.ValueError"
    assert line["error"] == "builtins.ValueError"
    assert line["place"].startswith("watch/test_watch_records.py:")
    assert set(line) == {"time", "level", "logger", "event", "error", "place"}


def test_json_has_the_whole_error_while_nobody_can_write(written: Log) -> None:
    records.set_up({"HEPATICA_LOG": "json"})
    try:
        raise ValueError("the model is broken")
    except ValueError:
        rasa.exception("no start")

    [line] = written.lines
    assert line["trace"].endswith("ValueError: the model is broken")


@given(st.text())
def test_json_stays_one_line_whatever_is_in_it(text: str) -> None:
    record = logging.LogRecord("bot.x", logging.INFO, __file__, 1, "told %s", (text,), None)
    line = records.JsonLines().format(record)

    assert len(line.split("\n")) == 1
    assert json.loads(line)["logger"] == "bot.x"


def test_libraries_that_brought_handlers_write_json_too(written: Log) -> None:
    sanic = logging.getLogger("sanic.root.test")
    own = Log()
    sanic.addHandler(own.handler)
    sanic.propagate = False
    try:
        records.set_up({"HEPATICA_LOG": "json"})
        sanic.warning("Goin' Fast")
    finally:
        sanic.removeHandler(own.handler)

    assert own.lines[0]["event"] == "Goin' Fast"


def test_a_logger_without_handlers_writes_json_too() -> None:
    records.set_up({"HEPATICA_LOG": "json"})

    assert logging.lastResort is not None
    assert isinstance(logging.lastResort.formatter, records.JsonLines)


def test_another_form_is_refused() -> None:
    with pytest.raises(records.BadLog, match="text or json"):
        records.set_up({"HEPATICA_LOG": "xml"})
