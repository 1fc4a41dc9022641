"""What ``pip install rasa`` brings and our environment does not: another jsonschema.

Rasa takes jsonschema from 3.2 up to 4.17, so that pip and uv install 4.17.3. Its check of each
answer of the action server takes many times that of 3.2, to which we pin it.
"""

from pathlib import Path

from dev.paths import BOT_PYTHON, ROOT
from dev.processes import logged, read
from dev.reasons import tail
from dev.say import Trouble
from dev.tools import UV

REQUIREMENTS = ROOT / "bench" / "speed" / "stock.txt"


def stock_packages(folder: Path) -> Path:
    """Where these packages are, to go before the environment's own in ``PYTHONPATH``."""
    return (folder / "stock").resolve()


def fetch(folder: Path) -> None:
    """Get them.

    Raises:
        Trouble: they cannot be had.
    """
    words: list[str | Path] = [UV, "pip", "install", "--python", BOT_PYTHON]
    words += ["--target", stock_packages(folder)]
    words += ["--no-deps", "--require-hashes", "-r", REQUIREMENTS]
    log = folder / "stock.log"
    if logged("Getting what pip installs with Rasa", words, log)[0]:
        raise Trouble(f"What pip installs with Rasa cannot be had:\n{tail(read(log))}")
