"""Commands for documents: verify figures in them, draft facts from them."""

from pathlib import Path

import pytest
import yaml
from command_line import done, refusal, rows, run
from small_knowledge import ROOT, Entry, SmallKnowledge, figure, source

ARTICLE = """\
In the first study, 164 people took part.

The survival rate at 2 years rose from 9.4% to 27.4%.
"""
DOCUMENTS = ROOT.parent / "shared" / "documents"


@pytest.fixture
def folder(small: SmallKnowledge, tmp_path: Path) -> Path:
    """A folder with one article, which a source of the knowledge is."""
    small.sources.append(source("article", file="article.txt"))
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def _cite(small: SmallKnowledge, locator: str, *figures: Entry, corrects: str = "") -> None:
    cited = {"source": "article", "locator": locator, "role": "answers"}
    small.fact["citations"].append(cited)
    small.fact["figures"] = list(figures)
    small.fact["corrects_seed"] = corrects.split()


def _verify(small: SmallKnowledge, folder: Path) -> tuple[str | Path, ...]:
    return ("verify", "--documents", folder, "--knowledge", small.write())


def test_verify_counts_what_was_found(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P2", figure("27.4"), figure("9.4", group="old care"))
    assert done(*_verify(small, folder)).endswith("2 found.")


def test_verify_shows_what_was_found_only_when_asked(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P2", figure("27.4"))
    assert rows(run(*_verify(small, folder)).output) == []
    row = ["liver-what", "overall survival 27.4 percent", "article", "paragraph P2", "found", ""]
    assert rows(run(*_verify(small, folder), "--all").output) == [row]


def test_verify_shows_corrections_and_is_content(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P2", figure("28.4"), corrects="P2")
    told = done(*_verify(small, folder))
    assert "overall survival 28.4 percent │ article │ paragraph P2 │ correction" in told
    assert told.endswith("1 correction.")


def test_verify_refuses_a_figure_that_is_not_there(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P2", figure("28.4"), figure("9.4", group="old care"))
    told = refusal(*_verify(small, folder))
    assert "overall survival 28.4 percent │ article │ paragraph P2 │ missing" in told
    assert "1 found, 1 missing." in told
    assert told.endswith(
        "declare the paragraph under corrects_seed of the fact that puts it right."
    )


def test_verify_refuses_a_place_that_is_not_there(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P3", figure("27.4"))
    told = refusal(*_verify(small, folder))
    assert "paragraph P3 │ no passage │ the document ends with paragraph 2" in told


def test_verify_refuses_when_a_document_is_missing(small: SmallKnowledge, folder: Path) -> None:
    (folder / "article.txt").unlink()
    _cite(small, "paragraph P2", figure("27.4"))
    told = refusal(*_verify(small, folder))
    assert "article.txt does not exist" in told
    assert "No fact cites a document that was read." in told
    assert told.endswith("Put the documents into the folder, or correct 'file' in sources.yml.")


def test_verify_of_facts_that_cite_no_document_is_content(
    small: SmallKnowledge, folder: Path
) -> None:
    assert done(*_verify(small, folder)).endswith("No fact cites a document that was read.")


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not on this machine")
def test_the_repositorys_figures_stand_in_the_documents() -> None:
    assert done("verify", "--documents", DOCUMENTS).endswith(" found.")


def _ingest(small: SmallKnowledge, folder: Path, *options: str | Path) -> tuple[str | Path, ...]:
    return ("ingest", folder / "article.txt", "--knowledge", small.write(), *options)


def test_ingest_writes_a_draft_into_the_knowledge_folder(
    small: SmallKnowledge, folder: Path
) -> None:
    told = done(*_ingest(small, folder))
    draft = small.root / "drafts" / "article.yml"
    assert told.startswith(f"Wrote {draft}: 2 candidates with 3 figures from 2 passages.")
    data = yaml.safe_load(draft.read_text(encoding="utf-8"))
    assert (data["topic"], len(data["facts"])) == ("basics", 2)


def test_a_new_draft_is_refused_by_check_until_it_is_complete(
    small: SmallKnowledge, folder: Path
) -> None:
    done(*_ingest(small, folder))
    told = refusal("check", "--knowledge", small.root, "--on", "2026-11-24")
    assert "article.yml:" in told
    assert "still to be written" in told


def test_ingest_writes_where_it_is_told(small: SmallKnowledge, folder: Path) -> None:
    target = folder / "new" / "draft.yml"
    done(*_ingest(small, folder, "--out", target))
    assert target.exists()


def test_ingest_does_not_replace_a_draft_unless_told_to(
    small: SmallKnowledge, folder: Path
) -> None:
    done(*_ingest(small, folder))
    draft = small.root / "drafts" / "article.yml"
    draft.write_text("a curator's work", encoding="utf-8")
    assert "exists already" in refusal(*_ingest(small, folder))
    assert draft.read_text(encoding="utf-8") == "a curator's work"
    done(*_ingest(small, folder, "--overwrite"))
    assert "draft: true" in draft.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.txt", None),
        ("empty.txt", b""),
        ("notes.xyz", b"27%"),
        ("broken.pdf", b"%PDF-x"),
        ("plain.txt", b"Nothing here.\n"),
    ],
)
def test_a_document_that_gives_nothing_leaves_nothing(
    small: SmallKnowledge, folder: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    root = small.write()
    told = refusal("ingest", folder / name, "--knowledge", root)
    assert name in told
    assert not (root / "drafts").exists()


def test_ingest_refuses_an_unknown_topic(small: SmallKnowledge, folder: Path) -> None:
    told = refusal(*_ingest(small, folder, "--topic", "cooking"))
    assert told == "there is no topic 'cooking'; the topics are: basics"
