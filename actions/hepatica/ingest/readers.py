"""Reading a document of any kind that curators have, safely."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from hepatica.ingest.passages import IngestError, Passage

Reader = Callable[[bytes, str], Iterator[Passage]]

MAX_BYTES = 25_000_000
MAX_CHARACTERS = 30_000_000
"""More text than this comes out of no honest file of ``MAX_BYTES``."""


def read_document(path: Path) -> list[Passage]:
    """Read a document into passages, in its order.

    The file's ending says how to read it: .txt, .md, .html, .pdf or .docx.

    Args:
        path: the document.

    Returns:
        Every paragraph and table row with text; see ``Passage`` for how they are counted.

    Raises:
        IngestError: it cannot be read. Whatever a library says about a damaged file ends here.
    """
    _check_file(path)
    reader = _reader(path)
    raw = _bytes(path)
    try:
        passages = list(_within_reason(reader(raw, path.name), path.name))
    except IngestError:
        raise
    except ImportError as error:
        raise IngestError(
            f"{path.name} needs a library that is not installed ({error.name}); install the "
            "curators' workshop with: uv sync"
        ) from error
    except Exception as error:
        raise IngestError(
            f"{path.name} is damaged or not what its ending says ({type(error).__name__}); open "
            "it in the program that made it and save it again."
        ) from error
    if not passages:
        raise IngestError(f"{path.name} holds no text; check that it is the right file.")
    return passages


def _text(raw: bytes, name: str) -> Iterator[Passage]:
    from hepatica.ingest.text_readers import read_text

    return read_text(raw, name)


def _markdown(raw: bytes, name: str) -> Iterator[Passage]:
    from hepatica.ingest.text_readers import read_markdown

    return read_markdown(raw, name)


def _html(raw: bytes, name: str) -> Iterator[Passage]:
    from hepatica.ingest.html_reader import read_html

    return read_html(raw, name)


def _pdf(raw: bytes, name: str) -> Iterator[Passage]:
    from hepatica.ingest.pdf_reader import read_pdf

    return read_pdf(raw, name)


def _docx(raw: bytes, name: str) -> Iterator[Passage]:
    from hepatica.ingest.docx_reader import read_docx

    return read_docx(raw, name)


_READERS: dict[str, Reader] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
}
ENDINGS = tuple(_READERS)


def _reader(path: Path) -> Reader:
    ending = path.suffix.lower()
    if ending in _READERS:
        return _READERS[ending]
    if ending == ".doc":
        raise IngestError(f"{path.name} is an old Word file; open it in Word and save it as .docx.")
    raise IngestError(
        f"{path.name} has an ending that cannot be read; save it as one of: {' '.join(ENDINGS)}"
    )


def _check_file(path: Path) -> None:
    """Refuse what cannot be read or is too large, before a byte of it is read."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise IngestError(f"{path} does not exist; check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise _closed(path, error) from error
    if S_ISDIR(status.st_mode):
        raise IngestError(f"{path.name} is a folder; name one file in it.")
    if not S_ISREG(status.st_mode):
        raise IngestError(f"{path.name} is no ordinary file; name a document.")
    if status.st_size > MAX_BYTES:
        raise IngestError(
            f"{path.name} has {status.st_size / 1_000_000:.0f} MB and {MAX_BYTES // 1_000_000} MB "
            "is the most; save the part that matters as a file of its own."
        )
    if not status.st_size:
        raise IngestError(f"{path.name} is empty; check that it was saved.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _closed(path, error) from error


def _closed(path: Path, error: OSError | ValueError) -> IngestError:
    reason = getattr(error, "strerror", None) or error
    return IngestError(
        f"{path.name} cannot be opened ({reason}); check the file's name and who may read it."
    )


def _within_reason(passages: Iterable[Passage], name: str) -> Iterator[Passage]:
    characters = 0
    for passage in passages:
        characters += len(passage.text)
        if characters > MAX_CHARACTERS:
            raise IngestError(
                f"{name} unpacks to more text than a document has; save the part that matters as "
                "a file of its own."
            )
        yield passage
