"""No secret stands in the repository; those of a hospital are read from its environment."""

import ast
import re
import subprocess

import pytest

from dev.paths import ROOT

SHAPES = {
    "a private key": r"-----BEGIN (?:RSA |EC |OPENSSH |)PRIVATE KEY-----",
    "a key of Amazon": r"\bAKIA[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
    "a token of Slack": r"\bxox[abprs]-[0-9]{9,}-[0-9]{9,}-[A-Za-z0-9]{16,}",
    "a token of Telegram": r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b",
    "a token of Meta": r"\bEAA[A-Za-z0-9]{40,}\b",
    "a password in an address": r"\b[a-z]+://[^\s/:@<>{}$]+:(?!(?:the-)?password@)[^\s/@<>{}$*.]{8,}@",
    "a value beside its name": (
        r"\bHEPATICA_[A-Z_]*(?:SECRET|TOKEN|PASSWORD|AES_KEY|_KEYS?)[ ]*[=:][ ]*"
        r"[\"']?[A-Za-z0-9+/_-]{24,}"
    ),
}
TESTS = ("tests/", "scorecard/", "bench/")
"""Where made-up secrets stand, so that what checks secrets can be tested."""
NAMED = re.compile(r"HEPATICA_[A-Z_]*(?:SECRET|TOKEN|PASSWORD|AES_KEY|KEYS?)\b")
CODE = ("bot/", "actions/", "dev/")
"""Where settings are read."""
VALUES = re.compile(r"_?(?:\w+_)?(?:token|secret|password|aes_key|pickle_key)", re.IGNORECASE)
"""What such values are called where they are used."""


def _tracked() -> list[str]:
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - on PATH
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in told.stdout.splitlines() if (ROOT / name).is_file()]


def _texts(*folders: str, ending: str = "") -> dict[str, str]:
    names = [n for n in _tracked() if n.startswith(folders or "") and n.endswith(ending)]
    return {name: (ROOT / name).read_text(encoding="utf-8", errors="replace") for name in names}


@pytest.mark.parametrize("what", SHAPES)
def test_nothing_in_the_repository_looks_like_a_secret(what: str) -> None:
    shape = re.compile(SHAPES[what])
    texts = {name: text for name, text in _texts().items() if not name.startswith(TESTS)}

    assert [name for name, text in texts.items() if shape.search(text)] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a private key", "-----BEGIN " + "PRIVATE KEY-----"),
        ("a token of Telegram", "123456789:" + "AA" + "EhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"[:33]),
        ("a password in an address", "postgresql://ann:" + "hunter2hunter2@db.hospital.org/x"),
        (
            "a value beside its name",
            "HEPATICA_TELEGRAM_SECRET=" + "6a1c0c5be2f94d17a3b8c7d6e5f4a392",
        ),
    ],
)
def test_such_a_secret_would_be_seen(what: str, text: str) -> None:
    assert re.search(SHAPES[what], text)


def test_settings_with_secrets_are_read_from_nowhere_but_the_environment() -> None:
    """Their names stand in code only; no file of settings, for Rasa or for us, holds one."""
    files = {
        n: t for n, t in _texts(ending=".yml").items() if not n.startswith((*TESTS, "deploy/"))
    }
    credentials = (ROOT / "credentials.yml").read_text(encoding="utf-8")
    settings = [line for line in credentials.splitlines() if line.strip() and line[0] != "#"]

    assert [
        name for name, text in files.items() if NAMED.search(text) and "docs/" not in name
    ] == []
    assert [line for line in settings if not re.fullmatch(r"[\w.]+:|  \S+: .*", line)] == []


def _told(code: str) -> list[str]:
    """Names of secrets that are given to the log or printed, as values and not as words."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    tells = [call for call in calls if ast.unparse(call.func).startswith(("log.", "print", "say"))]
    inside = [node for call in tells for given in call.args for node in ast.walk(given)]
    names = [getattr(node, "attr", getattr(node, "id", "")) for node in inside]
    return [name for name in names if VALUES.fullmatch(name)]


def test_no_secret_is_logged_or_printed() -> None:
    told = {name: _told(text) for name, text in _texts(*CODE, ending=".py").items()}

    assert {name: names for name, names in told.items() if names} == {}


@pytest.mark.parametrize(
    "code",
    [
        'log.error("refused: %s", self._token)',
        'print(f"with {app_secret}")',
        'log.info("%s", secret[:4])',
    ],
)
def test_a_secret_that_is_told_would_be_seen(code: str) -> None:
    assert _told(code)
    assert not _told('log.error("the API refuses HEPATICA_TELEGRAM_TOKEN")')


def test_the_page_lists_every_setting_that_is_a_secret() -> None:
    page = (ROOT / "docs" / "security" / "README.md").read_text(encoding="utf-8")
    named = {n for t in _texts("docs/", ending=".md").values() for n in NAMED.findall(t)}

    assert sorted(name for name in named if f"`{name}`" not in page) == []
