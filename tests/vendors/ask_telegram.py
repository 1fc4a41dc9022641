"""What aiogram's types say of Telegram's updates and calls."""

from __future__ import annotations

from typing import Any

from aiogram import methods
from aiogram.types import Update
from comparing import lost
from pydantic import BaseModel


def update(fields: dict[str, Any]) -> dict[str, Any]:
    """An update as Telegram writes it.

    Raises:
        ValueError: it has no such shape.
    """
    return _written(Update, fields)


def call(method: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a call of the Bot API as Telegram reads them.

    Raises:
        ValueError: they have no such shape.
    """
    return _written(getattr(methods, method[0].upper() + method[1:]), fields)


def _written(shape: type[BaseModel], fields: dict[str, Any]) -> dict[str, Any]:
    read = shape.model_validate(fields)
    if unknown := _unknown(read):
        raise ValueError(f"Telegram does not know {', '.join(unknown)}")
    written = read.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if missing := lost(fields, written):
        raise ValueError(f"Telegram would write {', '.join(missing)} in another way")
    return written


def _unknown(read: Any) -> list[str]:
    """Fields that aiogram's types, which take anything, have no place for."""
    if isinstance(read, list):
        return [name for part in read for name in _unknown(part)]
    if not isinstance(read, BaseModel):
        return []
    inner = [name for field in type(read).model_fields for name in _unknown(getattr(read, field))]
    return [*(read.model_extra or {}), *inner]


ACTS = {"update": update, "call": call}
