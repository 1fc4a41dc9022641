"""The audit holds the lock files against what was judged."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from dev import judgements
from dev.audit import LOCKED
from dev.judgements import Advisory, Judgement, NoAnswer, moved, pins, published, read, unjudged
from dev.paths import ROOT

LOCK = '[[package]]\nname = "aiohttp"\nversion = "3.9.5"\nsource = { x = "y" }\n'
TODAY = date(2026, 11, 29)
JUDGED = Judgement(
    "aiohttp", "3.9.5", ("uv.lock",), frozenset({"CVE-2025-69223"}), date(2027, 2, 28)
)
FOUND = Advisory(
    "uv.lock", "aiohttp", "3.9.5", frozenset({"GHSA-6mq8-rvhq-8wgg", "CVE-2025-69223"}), "Zip bomb"
)


def problems(folder: Path, lock: str = LOCK, today: date = TODAY) -> list[str]:
    (folder / "uv.lock").write_text(lock, encoding="utf-8")
    return list(moved([JUDGED], folder, today))


def test_a_package_at_the_judged_version_is_in_order(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


def test_a_newer_version_has_to_be_judged_anew(tmp_path: Path) -> None:
    [told] = problems(tmp_path, LOCK.replace("3.9.5", "3.9.6"))

    assert told == "aiohttp 3.9.5 is 3.9.6 in uv.lock now: judge it anew."


def test_a_package_that_is_gone_needs_no_judgement(tmp_path: Path) -> None:
    [told] = problems(tmp_path, "version = 1\n")

    assert "take the judgement out" in told


def test_a_judgement_ends(tmp_path: Path) -> None:
    [told] = problems(tmp_path, today=date(2027, 3, 1))

    assert told == "aiohttp 3.9.5 was judged until 2027-02-28: look again."


def test_platforms_can_have_different_versions() -> None:
    assert pins(LOCK + LOCK.replace("3.9.5", "3.9.4"))["aiohttp"] == {"3.9.5", "3.9.4"}


def test_an_advisory_that_was_judged_by_one_of_its_names_is_known() -> None:
    assert list(unjudged([FOUND], [JUDGED])) == []


@pytest.mark.parametrize(
    "other",
    [
        {"names": frozenset({"CVE-2027-1"})},
        {"version": "3.9.4"},
        {"package": "sanic"},
        {"lock": "actions/uv.lock"},
    ],
)
def test_any_other_advisory_is_not(other: dict[str, object]) -> None:
    found = Advisory(**{**vars(FOUND), **other})  # type: ignore[arg-type]

    [told] = unjudged([found], [JUDGED])
    assert told.endswith("judge it.")


def _says(monkeypatch: pytest.MonkeyPatch, out: str, wrong: str = "") -> None:
    told = subprocess.CompletedProcess([], 1, out, wrong)
    monkeypatch.setattr(judgements.subprocess, "run", lambda *_, **__: told)


def test_what_uv_tells_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    one = {
        "dependency": {"name": "aiohttp", "version": "3.9.5"},
        "id": "GHSA-6mq8-rvhq-8wgg",
        "aliases": ["CVE-2025-69223"],
        "summary": "Zip bomb",
    }
    _says(monkeypatch, json.dumps({"vulnerabilities": [one]}))

    assert published(Path("uv"), ROOT, ".") == [FOUND]


def test_without_a_source_of_advisories_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _says(monkeypatch, "", "error: Request failed after 3 retries\n  cause: dns error")

    with pytest.raises(NoAnswer):
        published(Path("uv"), ROOT, ".")


def test_any_other_failure_of_uv_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _says(monkeypatch, "", "error: unknown option")

    with pytest.raises(ValueError, match="unknown option"):
        published(Path("uv"), ROOT, ".")


def test_our_judgements_fit_our_lock_files() -> None:
    judged = read(ROOT / judgements.FILE)

    assert list(moved(judged, ROOT, TODAY)) == []
    assert {ROOT / lock for each in judged for lock in each.locks} <= {
        folder / "uv.lock" for folder in LOCKED
    }


def test_the_page_names_every_judged_package_and_no_other() -> None:
    page = (ROOT / "docs" / "security" / "audit.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` ([^ |]+) \|", page, re.MULTILINE)
    judged = read(ROOT / judgements.FILE)

    assert sorted(rows) == sorted((each.package, each.version) for each in judged)
