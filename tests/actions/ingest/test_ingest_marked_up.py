"""Markdown and HTML are read without their markup."""

from pathlib import Path

from hepatica.ingest.passages import Passage
from hepatica.ingest.readers import read_document


def _read(folder: Path, text: str, name: str) -> dict[str, str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return {passage.locator: passage.text for passage in read_document(path)}


def test_markdown_loses_its_marks(tmp_path: Path) -> None:
    text = (
        "# Survival\n\nAt **2 years** it was [27.4%](http://x.org/5%25)\nin `all`.\n\n"
        "- one ![a picture](p.png)item\n- two\n\n> quoted\n"
    )
    assert _read(tmp_path, text, "a.md") == {
        "paragraph 1": "Survival",
        "paragraph 2": "At 2 years it was 27.4% in all.",
        "paragraph 3": "one item",
        "paragraph 4": "two",
        "paragraph 5": "quoted",
    }


def test_markdown_front_matter_is_left_out(tmp_path: Path) -> None:
    text = "---\ntitle: Survival 5%\ntags:\n- x\n---\n\nThe text.\n"
    assert _read(tmp_path, text, "a.markdown") == {"paragraph 1": "The text."}


def test_markdown_rules_around_text_are_no_front_matter(tmp_path: Path) -> None:
    read = _read(tmp_path, "---\n\nThe text counts.\n\n---\n\nMore.\n", "a.md")
    assert list(read.values()) == ["The text counts.", "More."]


def test_markdown_tables_are_read_row_by_row_with_their_headings(tmp_path: Path) -> None:
    text = "Before.\n\n| At | RT group |\n|--|--|\n| 2 years | 27.4% |\n\nAfter.\n"
    assert _read(tmp_path, text, "a.md") == {
        "paragraph 1": "Before.",
        "table 1, row 1": "At; RT group",
        "table 1, row 2": "At: 2 years; RT group: 27.4%",
        "paragraph 2": "After.",
    }


def test_html_inside_markdown_and_code_are_text(tmp_path: Path) -> None:
    text = "<div>Alive: <b>27.4%</b><script>x=5</script></div>\n\n```\ncode 9%\n```\n"
    assert list(_read(tmp_path, text, "a.md").values()) == ["Alive: 27.4%", "code 9%"]


def test_html_is_read_without_what_surrounds_the_text(tmp_path: Path) -> None:
    text = """<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body>
    <nav>Home</nav><header>Site</header><h1>Results</h1>
    <p>Alive after<br>2&nbsp;years: <b>27</b>.4%</p><!-- a comment -->
    <div>loose text<ul><li>one</li><li>two</li></ul>more</div>
    <form>Search <input value="5%"></form><script>var x = "5%";</script>
    <p hidden>hidden</p><footer>(c) 2019</footer></body></html>"""
    assert _read(tmp_path, text, "a.html") == {
        "paragraph 1": "Results",
        "paragraph 2": "Alive after 2 years: 27.4%",
        "paragraph 3": "loose text",
        "paragraph 4": "one",
        "paragraph 5": "two",
        "paragraph 6": "more",
    }


def test_html_tables_are_read_row_by_row_where_they_stand(tmp_path: Path) -> None:
    text = """<p>Before.</p><table><caption>Survival</caption>
    <tr><th></th><th>RT group</th><th>Surgery alone</th></tr>
    <tr><td>2 years</td><td>27.4%</td><td>9.4%</td></tr></table><p>After.</p>"""
    assert list(_read(tmp_path, text, "a.htm").items()) == [
        ("paragraph 1", "Before."),
        ("paragraph 2", "Survival"),
        ("table 1, row 1", "RT group; Surgery alone"),
        ("table 1, row 2", "2 years; RT group: 27.4%; Surgery alone: 9.4%"),
        ("paragraph 3", "After."),
    ]


def test_an_html_table_that_only_lays_out_the_page_is_no_table(tmp_path: Path) -> None:
    text = (
        "<table><tr><td><p>Text.</p><table><tr><td>1</td><td>5%</td></tr></table></td></tr></table>"
    )
    assert _read(tmp_path, text, "a.html") == {"paragraph 1": "Text.", "table 1, row 1": "1; 5%"}


def test_an_html_page_names_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = '<html><head><meta charset="gb2312"></head><body><p>中位生存期㐀</p></body></html>'
    path.write_bytes(page.encode("gb18030"))
    assert read_document(path) == [Passage("paragraph 1", "中位生存期㐀")]


def test_an_xhtml_page_is_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?><html xmlns="x"><body><p>Text.</p></body></html>'
    assert _read(tmp_path, text, "a.html") == {"paragraph 1": "Text."}


def test_deeply_nested_html_is_read_or_refused(tmp_path: Path) -> None:
    assert "Deep." in _read(tmp_path, "<div>" * 3000 + "Deep.", "a.html").values()
