"""``python3 -m dev``: checks the Python it is run with, then hands over to ``dev.commands``.

Nothing newer than Python 3.5 may stand in this file, or an old Python answers with a syntax error
instead of the sentence below.
"""

import os
import sys

OLDEST = (3, 10)


def main() -> int:
    """Run the command; 1 with a sentence on a machine that cannot run any."""
    if sys.version_info < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write(
            "Hepatica's tools need Python 3.10 or newer, and this is Python " + have + ". "
            "Install a newer one and name it: make PY=python3.13 run\n"
        )
        return 1
    if os.name != "posix":
        sys.stderr.write("Hepatica runs on Linux and macOS; on Windows use it inside WSL.\n")
        return 1
    from dev import commands

    return commands.main()


if __name__ == "__main__":
    sys.exit(main())
