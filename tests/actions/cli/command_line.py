"""Running a command of the curators' command line and reading what it said."""

from pathlib import Path

from typer.testing import CliRunner, Result

from hepatica.cli import app


def run(*arguments: str | Path) -> Result:
    """Run ``hepatica`` with arguments."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def said(result: Result) -> str:
    """The output with the terminal's line breaks taken out."""
    return " ".join(result.output.split())


def refusal(*arguments: str | Path, code: int = 1) -> str:
    """What a command says that must end with an error and never with a traceback."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return said(result)


def done(*arguments: str | Path) -> str:
    """What a command says that must succeed."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return said(result)


def rows(text: str) -> list[list[str]]:
    """The cells of a printed table, without its head."""
    lines = [line.strip() for line in text.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line[1:-1].split("│")] for line in lines]
