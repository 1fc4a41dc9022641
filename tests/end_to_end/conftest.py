"""Real servers for the end-to-end tests: started once, on free ports, stopped at the end.

To test servers that run already: HEPATICA_TEST_URL=http://127.0.0.1:5005
"""

import os
from collections.abc import Iterator

import pytest

from dev.servers import running


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Address of a Rasa server with its action server."""
    if url := os.environ.get("HEPATICA_TEST_URL"):
        yield url
        return
    with running() as url:
        yield url
