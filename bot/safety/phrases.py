"""Finding phrases in a message: word lists, and phrases made of word lists.

A phrase is words in order. ``<belly>`` in it stands for any phrase of the list ``belly``, and ``*``
for up to ``GAP`` words of which none denies; filling words ("very", "really") may stand in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.safety.words import Token, tokens_of

GAP = 4
"""How many words, or Chinese characters, ``*`` stands for at most."""
MOST_FILLERS = 3
_ANY = "*"


@dataclass(frozen=True, order=True)
class Span:
    """Tokens from ``start`` up to but not including ``end``."""

    start: int
    end: int

    def inside(self, other: Span) -> bool:
        """Whether all of it belongs to the other."""
        return other.start <= self.start and self.end <= other.end


@dataclass
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    lists: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    names: set[str] = field(default_factory=set)


class Phrasebook:
    """Named lists of phrases, all sought at once."""

    def __init__(self, fillers: Iterable[str] = (), never_in_gap: Iterable[str] = ()) -> None:
        self._root = _Node()
        self._fillers = frozenset(fillers)
        self._never_in_gap = frozenset(never_in_gap)
        self.vocabulary: set[str] = set(self._fillers)
        self.mentioned: set[str] = set()

    def add(self, name: str, phrase: str) -> None:
        """Let ``phrase`` be one of the list ``name``."""
        node = self._root
        for element in _elements(phrase):
            if element == _ANY:
                node.gap = node = node.gap or _Node()
            elif element.startswith("<"):
                self.mentioned.add(element[1:-1])
                node = node.lists.setdefault(element[1:-1], _Node())
            else:
                self.vocabulary.add(element)
                node = node.words.setdefault(element, _Node())
        if node is not self._root:
            node.names.add(name)

    def find(self, tokens: list[Token], known: dict[str, list[Span]]) -> dict[str, list[Span]]:
        """Where each list has a phrase, in order; ``known`` are spans found by other means."""
        starts: list[set[tuple[str, int]]] = [set() for _ in tokens]
        for name, spans in known.items():
            for span in spans:
                starts[span.start].add((name, span.end))
        search = _Search(self._root, tokens, starts, self._fillers, self._never_in_gap)
        for start in reversed(range(len(tokens))):
            while found := set(search.from_node(self._root, start, 0)) - starts[start]:
                starts[start] |= found
        spans_of: dict[str, list[Span]] = {}
        for start, ends in enumerate(starts):
            for name, end in sorted(ends):
                spans_of.setdefault(name, []).append(Span(start, end))
        return spans_of


@dataclass(frozen=True)
class _Search:
    """One search, from the last token to the first, so that lists inside phrases are known."""

    root: _Node
    tokens: list[Token]
    starts: list[set[tuple[str, int]]]
    fillers: frozenset[str]
    never_in_gap: frozenset[str]

    def from_node(self, node: _Node, at: int, skipped: int) -> Iterator[tuple[str, int]]:
        """Names of the lists whose phrases go on from ``node`` at token ``at``, and their ends."""
        if not skipped:
            yield from ((name, at) for name in node.names)
        if at >= len(self.tokens):
            return
        word = self.tokens[at].text
        if following := node.words.get(word):
            yield from self.from_node(following, at + 1, 0)
        yield from self._through_lists(node, at)
        if node.gap:
            yield from self._after_gap(node.gap, at)
        if word in self.fillers and skipped < MOST_FILLERS and node is not self.root:
            yield from self.from_node(node, at + 1, skipped + 1)

    def _through_lists(self, node: _Node, at: int) -> Iterator[tuple[str, int]]:
        for name, end in list(self.starts[at]) if node.lists else ():
            if following := node.lists.get(name):
                yield from self.from_node(following, end, 0)

    def _after_gap(self, node: _Node, at: int) -> Iterator[tuple[str, int]]:
        for end in range(at, min(at + GAP, len(self.tokens)) + 1):
            yield from self.from_node(node, end, 0)
            if end < len(self.tokens) and self._stops_gap(self.tokens[end]):
                return

    def _stops_gap(self, token: Token) -> bool:
        return token.ends_sentence or token.text in self.never_in_gap


def _elements(phrase: str) -> Iterator[str]:
    """The words of a phrase, its ``<lists>`` and its ``*``."""
    plain: list[str] = []
    for part in [*phrase.replace("<", " <").replace(">", "> ").replace("*", " * ").split(), ""]:
        if part and part != _ANY and not part.startswith("<"):
            plain.append(part)
            continue
        yield from (token.text for token in tokens_of(" ".join(plain)))
        plain = []
        if part:
            yield part
