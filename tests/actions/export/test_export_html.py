"""The page: complete, readable for everybody, and harmless whatever stands in the facts."""

import base64
import hashlib
import re
from copy import deepcopy
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from small_knowledge import SIGNED, SmallKnowledge, fact, figure, source

from hepatica.export import export
from hepatica.loading import Knowledge
from hepatica.signing import signed_version

TODAY = date(2026, 11, 24)


def _text(knowledge: Knowledge, folder: Path, today: date = TODAY) -> str:
    export(knowledge, "html", folder / "facts.html", version="2026.11.23+3f9c1a", today=today)
    return (folder / "facts.html").read_text(encoding="utf-8")


def _page(knowledge: Knowledge, folder: Path, today: date = TODAY) -> BeautifulSoup:
    return BeautifulSoup(_text(knowledge, folder, today), "lxml")


def _article(page: BeautifulSoup, identifier: str = "liver-what") -> Tag:
    found = page.find("article", id=identifier)
    assert isinstance(found, Tag)
    return found


@pytest.fixture(scope="module")
def real_text(real_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> str:
    return _text(real_knowledge, tmp_path_factory.mktemp("html"))


@pytest.fixture(scope="module")
def real(real_text: str) -> BeautifulSoup:
    return BeautifulSoup(real_text, "lxml")


def test_every_fact_has_an_article_with_its_wording(
    real: BeautifulSoup, real_knowledge: Knowledge
) -> None:
    texts = {str(article["id"]): article.get_text() for article in real.find_all("article")}
    missing = [
        fact.id
        for fact in real_knowledge.facts.values()
        for wording in (fact.statement.en, fact.statement.zh, fact.simpler.en, fact.simpler.zh)
        if wording and wording not in texts[fact.id]
    ]
    assert not missing
    assert set(texts) == set(real_knowledge.facts)


def test_every_topic_is_a_section(real: BeautifulSoup, real_knowledge: Knowledge) -> None:
    topics = {fact.topic for fact in real_knowledge.facts.values()}
    assert {str(h2["id"]) for h2 in real.select("section > h2")} == {f"topic_{t}" for t in topics}


def test_every_figure_is_a_row(real: BeautifulSoup, real_knowledge: Knowledge) -> None:
    figures = [f for fact in real_knowledge.facts.values() for f in fact.figures]
    assert len(real.select("tbody tr")) == len(figures)


def test_there_is_no_script_and_no_event_handler(real_text: str, real: BeautifulSoup) -> None:
    handlers = [name for tag in real.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert "<script" not in real_text.lower()
    assert not handlers


def test_nothing_is_loaded_from_anywhere(real: BeautifulSoup) -> None:
    assert not real.select("[src], link, img, iframe, object, embed, form, base")
    assert real.style is not None
    assert "url(" not in real.style.get_text()
    assert "@import" not in real.style.get_text()


def test_the_policy_allows_nothing_but_the_style_of_the_page(real: BeautifulSoup) -> None:
    meta = real.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert meta is not None
    assert real.style is not None
    digest = hashlib.sha256(real.style.get_text().encode()).digest()
    assert "default-src 'none'" in str(meta["content"])
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in str(meta["content"])
    assert "unsafe" not in str(meta["content"])


def test_no_element_has_a_style_that_the_policy_would_block(real: BeautifulSoup) -> None:
    assert not real.select("[style]")


def test_headings_leave_no_level_out(real: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in real.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_link_inside_leads_somewhere(real: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in real.select("[id]")]
    targets = {str(a["href"])[1:] for a in real.select('a[href^="#"]')}
    labels = {str(tag["aria-labelledby"]) for tag in real.select("[aria-labelledby]")}
    assert len(ids) == len(set(ids))
    assert targets | labels <= set(ids)


def test_the_contents_list_every_fact(real: BeautifulSoup, real_knowledge: Knowledge) -> None:
    listed = {str(a["href"])[1:] for a in real.select("nav ol ol a")}
    assert listed == set(real_knowledge.facts)


def test_chinese_wording_says_its_language(real: BeautifulSoup, real_knowledge: Knowledge) -> None:
    chinese = "".join(tag.get_text() for tag in real.select("article [lang=zh-Hans]"))
    missing = [
        fact.id
        for fact in real_knowledge.facts.values()
        for wording in (fact.questions.first("zh"), fact.statement.zh, fact.simpler.zh)
        if wording and re.search("[\u4e00-\u9fff]", wording) and wording not in chinese
    ]
    assert not missing


def test_links_are_https_only(real: BeautifulSoup) -> None:
    schemes = {str(a["href"]).partition("//")[0] for a in real.select("a[rel]")}
    assert schemes == {"https:"}


def test_a_source_without_https_is_named_but_not_linked(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.sources = [source(url="http://example.org/a")]
    article = _article(_page(small.load(), tmp_path))
    assert "Title of trial-one" in article.get_text()
    assert article.a is None


def test_a_doi_is_linked(small: SmallKnowledge, tmp_path: Path) -> None:
    small.sources = [source(doi="10.1200/JCO.18.02184")]
    link = _article(_page(small.load(), tmp_path)).a
    assert link is not None
    assert link["href"] == "https://doi.org/10.1200/JCO.18.02184"


def test_a_share_stands_beside_its_natural_frequency(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["figures"] = [figure("27.4", note="95% CI 20-35")]
    row = _article(_page(small.load(), tmp_path)).select_one("tbody tr")
    assert row is not None
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == [
        "overall survival",
        "new care",
        "24 months",
        "27.4%",
        "27 out of 100",
        "82",
        "Journal of Tests, 2020",
        "95% CI 20-35",
    ]


def test_header_cells_say_what_they_head(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["figures"] = [figure("27.4")]
    table = _article(_page(small.load(), tmp_path)).table
    assert table is not None
    assert table.caption is not None
    assert len(table.select('thead th[scope="col"]')) == 8
    assert len(table.select('tbody th[scope="row"]')) == 1


def test_a_fact_without_figures_has_no_table(small: SmallKnowledge, tmp_path: Path) -> None:
    assert _article(_page(small.load(), tmp_path)).table is None


def test_a_fact_in_force_carries_no_warning(small: SmallKnowledge, tmp_path: Path) -> None:
    article = _article(_page(small.load(), tmp_path))
    assert "overdue" not in article.get_text().lower()
    assert not article.select(".warning")


def test_an_overdue_fact_is_marked(small: SmallKnowledge, tmp_path: Path) -> None:
    article = _article(_page(small.load(), tmp_path, today=date(2027, 11, 24)))
    assert "Overdue" in article.select(".warning")[0].get_text()
    assert "23 November 2027 (overdue)" in article.get_text()


def test_a_fact_on_its_last_day_is_not_overdue(small: SmallKnowledge, tmp_path: Path) -> None:
    article = _article(_page(small.load(), tmp_path, today=date(2027, 11, 23)))
    assert not article.select(".warning")


def test_a_fact_that_leans_on_a_retracted_source_is_marked(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.sources[0]["retracted"] = "2026-11-01"
    article = _article(_page(small.load(), tmp_path))
    assert "retracted on 1 November 2026" in article.select(".warning")[0].get_text()


def test_a_caveat_is_shown_in_each_language(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["statement"]["zh"] = "一句话。"
    small.fact["caveat"] = {"en": "Only one trial.", "zh": "只有一项试验。"}
    article = _article(_page(small.load(), tmp_path))
    chinese = article.find("div", lang="zh-Hans")
    assert "Keep in mind: Only one trial." in article.get_text()
    assert chinese is not None
    assert "请注意：只有一项试验。" in chinese.get_text()


def test_signers_are_named(small: SmallKnowledge, tmp_path: Path) -> None:
    version = signed_version(small.load().facts["liver-what"], "en")
    small.fact["reviews"].append({**deepcopy(SIGNED), "version": version})
    article = _article(_page(small.load(), tmp_path))
    expected = "reviewed by a clinician (Dr Example (hepatologist)), 25 November 2026"
    assert expected in article.get_text()


def test_signatures_that_no_longer_count_are_told(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["reviews"].append({**deepcopy(SIGNED), "version": "0" * 16})
    text = _article(_page(small.load(), tmp_path)).get_text()
    assert "checked against sources, 23 November 2026" in text
    assert "no longer count, as the fact was changed: 1)" in text


HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)> & \"'"


def test_hostile_text_in_a_fact_is_escaped(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["statement"] = {"en": HOSTILE, "zh": HOSTILE}
    small.fact["simpler"] = {"en": HOSTILE, "zh": HOSTILE}
    small.fact["caveat"] = {"en": HOSTILE}
    small.fact["questions"]["en"][0] = HOSTILE
    small.fact["figures"] = [figure("27.4", measure=HOSTILE, group=HOSTILE, note=HOSTILE)]
    small.fact["citations"][0]["locator"] = HOSTILE
    small.fact["reviews"][0]["who"] = HOSTILE
    text = _text(small.load(), tmp_path)
    page = BeautifulSoup(text, "lxml")
    assert "<script" not in text
    assert not page.select("img, script, [onerror]")
    assert HOSTILE in _article(page).get_text()


def test_hostile_text_in_a_source_is_escaped(small: SmallKnowledge, tmp_path: Path) -> None:
    address = 'https://example.org/"><script>alert(1)</script>'
    small.sources = [source(title=HOSTILE, journal=HOSTILE, url=address)]
    text = _text(small.load(), tmp_path)
    page = BeautifulSoup(text, "lxml")
    assert "<script" not in text
    assert not page.select("img, script, [onerror]")
    assert str(page.select("a[rel]")[0]["href"]).startswith("https://example.org/%22%3E%3Cscript")


def test_control_characters_are_replaced(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["statement"]["en"] = "a\x00b\x1bc"
    assert "a\ufffdb\ufffdc" in _text(small.load(), tmp_path)


def test_a_fact_named_like_a_part_of_the_page_keeps_its_anchor(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.topics["basics"] = [fact("contents"), fact("facts"), fact("topic-basics")]
    page = _page(small.load(), tmp_path)
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"contents", "facts", "topic-basics"} == {str(a["id"]) for a in page("article")}


def test_labels_of_figures_are_shown_in_chinese_too(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["figures"] = [figure("27.4")]
    labels = "labels: {measures: {overall survival: {zh: 总生存率}}}"
    small.write()
    small.path("labels.yml").write_text(f"version: 1\n{labels}\n", encoding="utf-8")
    header = _article(_page(small.load(), tmp_path)).select_one("tbody th")
    assert header is not None
    assert header.get_text() == "overall survival总生存率"


def test_there_is_a_style_for_printing(real: BeautifulSoup) -> None:
    assert real.style is not None
    assert "@media print" in real.style.get_text()


def test_a_fact_whose_trial_was_retracted_is_marked(small: SmallKnowledge, tmp_path: Path) -> None:
    small.sources.append(source("trial-two", retracted="2026-11-01"))
    small.fact["citations"].append(
        {"source": "trial-two", "locator": "trial", "role": "identifies"}
    )
    assert "was retracted" in _article(_page(small.load(), tmp_path)).get_text()
