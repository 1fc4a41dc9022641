"""docs/operating/deploying.md tells of what is there."""

import re

import pytest

from bench.scale import page
from dev.paths import ROOT

FOLDER = ROOT / "docs" / "operating"
TEXT = (FOLDER / "deploying.md").read_text(encoding="utf-8")
ENDPOINTS = (ROOT / "deploy" / "endpoints.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\$\{(\w+)\}", ENDPOINTS))))
def test_every_setting_of_the_endpoints_is_told(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize(
    "name",
    re.findall(
        r"(?m)^(\w*(?:PASSWORD|KEYS|TOKEN))=", (ROOT / "deploy" / ".env.example").read_text("utf-8")
    ),
)
def test_every_secret_is_told(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"deploy/[\w./-]*\w\.(?:yml|conf|example)", TEXT)))
)
def test_files_that_the_page_names_are_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("name", ["deploying.md", "scale.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)(?:#[\w-]+)?\)", text):
        assert (FOLDER / link).exists(), link
    for anchor in re.findall(r"\]\(#([\w-]+)\)", text):
        headings = re.findall(r"(?m)^#+ (.+)$", text)
        assert anchor in [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings]


def test_the_page_on_scale_has_a_place_for_every_table() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    for name in page.TABLES:
        assert text.count(f"<!-- {name} -->") == text.count(f"<!-- /{name} -->") == 1
