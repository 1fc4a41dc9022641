"""As tests/bot/conftest.py, for what is fed to the same modules."""

from __future__ import annotations

import os

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from sanic import Sanic

Sanic.test_mode = True
