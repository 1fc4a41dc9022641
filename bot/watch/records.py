"""Log records in which no word of a patient stands, and no name of a conversation.

They are made harmless when they are made, so that it does not matter who writes them where. Our own
messages are kept: they are written to name nobody. Of all others, and of all errors that are not
ours, only what stands in the source is kept, once patients can write.

The same file is in ``bot/watch/`` and in ``actions/hepatica/watch/``, as two environments cannot
share one (docs/decisions/0001-two-environments.md); a test keeps them the same.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import PurePath
from types import FrameType, TracebackType
from typing import Any

from .wordings import GAP, wording

OURS = ("bot", "hepatica", "actions")
"""Packages whose messages, also those of their errors, hold nothing of a patient."""
SETTING = "HEPATICA_LOG"
FIELDS = ("channel", "kind", "language", "ms", "error", "place")
"""What a record can have beside its message."""
_FRAME = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')
_WARNING = re.compile(r"^(.+?):(\d+): (\w+): ")
_CLASS = re.compile(r"([\w.]+)$")

log = logging.getLogger(__name__)


class BadLog(Exception):  # noqa: N818 - it is the setting that is bad
    """HEPATICA_LOG cannot be used; says what to write."""


class _State:
    quiet = False


def set_up(environment: Mapping[str, str]) -> None:
    """Make all records harmless, and write lines of JSON if HEPATICA_LOG says so.

    To be called again once libraries have added handlers of their own.

    Raises:
        BadLog: HEPATICA_LOG is neither "text" nor "json".
    """
    form = form_of(environment)
    logging.setLogRecordFactory(SafeRecord)
    logging.captureWarnings(True)
    threading.excepthook = _ended
    if form == "json":
        _write_json()


def form_of(environment: Mapping[str, str]) -> str:
    """What HEPATICA_LOG says: "text", or "json".

    Raises:
        BadLog: it says something else.
    """
    form = environment.get(SETTING, "").strip() or "text"
    if form not in ("text", "json"):
        raise BadLog(f"{SETTING} must be text or json.")
    return form


def be_quiet() -> None:
    """From now on patients can write; until then, others may say in full why nothing starts."""
    _State.quiet = True


class SafeRecord(logging.LogRecord):
    """A record that holds nothing of a patient, once patients can write."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if _State.quiet:
            _make_harmless(self)


def _make_harmless(record: logging.LogRecord) -> None:
    if record.name == "py.warnings":
        record.msg, record.args = _warning(record.getMessage()), ()
    elif _is_ours(record.name):
        if isinstance(record.args, tuple):
            record.args = tuple(_told(record, value) for value in record.args)
    else:
        record.msg, record.args = wording(*_caller(record)), ()
    record.stack_info = None
    if record.exc_info:
        error = record.exc_info[1]
        record.exc_info = record.exc_text = None
        if error is not None:
            record.msg = f"{record.msg}: {_without_words(record, error)}"


def _warning(text: str) -> str:
    """The kind of one of Python's warnings, and where it was given."""
    found = _WARNING.search(text)
    return f"{found[3]} at {_short(found[1], found[2], '')}".strip() if found else GAP


def _caller(record: logging.LogRecord) -> tuple[str, int]:
    """The file and line that a record came from, also where structlog stands in between."""
    frame: FrameType | None = sys._getframe()
    if "structlog" not in record.pathname:
        return record.pathname, record.lineno
    while frame is not None:
        package = str(frame.f_globals.get("__name__")).partition(".")[0]
        if package not in ("logging", "structlog", __name__.partition(".")[0]):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return "", 0


def _is_ours(name: str | None) -> bool:
    return (name or "").partition(".")[0] in OURS


def _told(record: logging.LogRecord, value: Any) -> Any:
    """One of a record's arguments, an error of others without its message."""
    if not isinstance(value, BaseException) or _is_ours(type(value).__module__):
        return value
    return _without_words(record, value)


def _without_words(record: logging.LogRecord, error: BaseException) -> str:
    """An error's class and place, which become fields of the record, too."""
    name, place = _name(error), _place(error.__traceback__)
    record.__dict__.update(error=name, place=place)
    return f"{name} at {place}"


def _name(error: BaseException) -> str:
    kind = type(error)
    package = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return package + kind.__qualname__


def _place(trace: TracebackType | None) -> str:
    """Where an error came from: file, line and function."""
    if trace is None:
        return "an unknown place"
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return _short(code.co_filename, trace.tb_lineno, code.co_name)


def _short(path: str, line: int | str, function: str) -> str:
    """A place without the folders of this machine."""
    return f"{'/'.join(PurePath(path).parts[-2:])}:{line} {function}"


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger and event; what else there is to tell."""
        event, _, rest = record.getMessage().partition("\n")
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event,
        }
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if frames := _FRAME.findall(rest):  # our own way to tell of an error
            told["place"] = _short(*frames[-1])
            if kind := _CLASS.search(event):
                told["error"] = kind[1]
        elif rest:
            told["more"] = rest
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def _write_json() -> None:
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    known = [one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    handlers = [handler for logger in (root, *known) for handler in logger.handlers]
    if logging.lastResort is not None:
        handlers.append(logging.lastResort)
    for handler in handlers:
        handler.setFormatter(JsonLines())


def _ended(ending: threading.ExceptHookArgs) -> None:
    """Tell in the log, and not with the whole error on stderr, that a thread died."""
    value = ending.exc_value or ending.exc_type()
    log.error("a thread ended", exc_info=(ending.exc_type, value, ending.exc_traceback))
