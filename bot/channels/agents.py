"""Rasa's agent, as far as a channel can reach it."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint


def agent_of(blueprint: Blueprint) -> Any:
    """The agent of the server that a channel's routes are part of; None while it has none."""
    return next((getattr(app.ctx, "agent", None) for app in blueprint.apps), None)
