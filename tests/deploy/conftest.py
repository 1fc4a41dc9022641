"""Makes ``dev`` and ``bench`` importable from wherever pytest was started."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dev.debian import program

PROGRAMS = {
    "nginx": "nginx-light",
    "kubectl": "kubernetes-client",
    "psql": "postgresql-client",
    "openssl": "openssl",
}


@pytest.fixture(scope="session", autouse=True)
def _programs() -> None:
    """What the tests start; as root on Debian it is fetched."""
    for name, package in PROGRAMS.items():
        program(name, package)
