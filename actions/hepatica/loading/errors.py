"""Problems found in the knowledge files, told so that a curator can mend them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is, what is wrong, how to put it right."""

    file: str
    line: int
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        what = " ".join(part for part in (self.entry, self.field) if part)
        return f"{where}: {what}: {self.message}" if what else f"{where}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge files cannot be used; ``problems`` lists everything that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__(
            f"{head} in the knowledge files:\n" + "\n".join(f"  {p}" for p in self.problems)
        )


def shown(path: Path, root: Path) -> str:
    """``path`` relative to the parent of the knowledge folder, as curators know it."""
    try:
        return str(path.relative_to(root.parent))
    except ValueError:
        return str(path)
