"""What the widget shows before anybody has asked anything."""

from __future__ import annotations

from typing import Any

from bot.channels.intake import LONGEST
from bot.help_lines import HelpLines
from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE
from bot.replies import machine_notice
from bot.web.bodies import LANGUAGES
from bot.web.theme import Theme

STARTERS = ("start_treatment", "start_stages", "start_effects")


def about(theme: Theme, help_lines: HelpLines) -> dict[str, Any]:
    """Name, notice, starting questions, whom to call: each by language.

    Raises:
        KnowledgeFileError: phrases.yml lacks one of them.
    """
    return {
        "name": theme.name,
        "logo": "logo" if theme.logo else None,
        "notice": {
            language: localised(help_lines, machine_notice(language)) for language in LANGUAGES
        },
        "starters": _starters(),
        "calls": {language: _calls(help_lines, language) for language in LANGUAGES},
        "longest": LONGEST,
    }


def localised(help_lines: HelpLines, text: str) -> str:
    """The text with the numbers of the hospital's country."""
    (message,) = help_lines.localised([{"text": text}])
    return str(message["text"])


def _starters() -> dict[str, list[str]]:
    path = KNOWLEDGE / "phrases.yml"
    try:
        phrases = read(path)["phrases"]
        return {language: [phrases[name][language] for name in STARTERS] for language in LANGUAGES}
    except (KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{path} needs the phrases {', '.join(STARTERS)}") from error


def _calls(help_lines: HelpLines, language: str) -> list[dict[str, str | None]]:
    """Whom to call, the ambulance first."""
    calls = help_lines.calls("crisis", language)
    return sorted(calls, key=lambda call: call["purpose"] != "emergency")
