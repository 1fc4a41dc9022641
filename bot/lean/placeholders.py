"""Modules that stand for TensorFlow, so that Rasa can be imported without it.

Rasa imports TensorFlow for DIET and TED whether they are used or not: two thirds of the server's
memory and half of its start. Hepatica uses neither. Whatever is looked up in a placeholder is a
class that does nothing, which is all that an import needs of it. Once ``seal`` was called, making
or calling one is an error that says why.
"""

from __future__ import annotations

import sys
from collections.abc import MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

NAMES = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
VERSION = "2.12.0"
"""What Rasa is told; the version that it is pinned to."""


class TensorFlowIsMissing(RuntimeError):  # noqa: N818 - it says what is missing
    """Something needs the real TensorFlow."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} of TensorFlow is needed, which Hepatica's server does not load. "
            f"Start the server with 'rasa run' to use it."
        )


class _State:
    sealed = False


class _Nothing(type):
    """The class of all that stands in a placeholder: looked up, called and used as a decorator."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing(name)

    def __call__(cls, *arguments: Any, **_: Any) -> Any:
        if _State.sealed:
            raise TensorFlowIsMissing(cls.__name__)
        # As a decorator it leaves what it decorates as it is.
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else cls

    def __getitem__(cls, _: Any) -> Any:
        return cls

    def __or__(cls, _: Any) -> Any:
        return cls

    __ror__ = __or__


def _nothing(name: str) -> _Nothing:
    return _Nothing(name, (), {})


class _Module(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012 - of a module, and empty
    __version__ = VERSION

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _nothing(name)
        setattr(self, name, made)
        return made


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        if fullname.partition(".")[0] in NAMES:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def install() -> None:
    """Let imports of TensorFlow give placeholders from now on.

    Raises:
        RuntimeError: the real one was imported before.
    """
    if any(name in sys.modules for name in NAMES):
        raise RuntimeError("TensorFlow was imported before its placeholders")
    _State.sealed = False
    sys.meta_path.insert(0, _Finder())


def seal() -> None:
    """From now on a placeholder that is called says that it is one."""
    _State.sealed = True
