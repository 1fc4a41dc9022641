"""What a picture is made of, as data: where each thing stands, and how large it is."""

from dataclasses import dataclass, field

from hepatica.pictures.lettering import Style
from hepatica.pictures.words import Language

Place = tuple[float, float]
MARK = 15
"""Half the size of the place of a mark."""
PERSON = (10, 15)
"""The shape of the cell that a person stands in."""


@dataclass(frozen=True)
class Box:
    """A place that something takes up, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether both share some of their place."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: "Box") -> bool:
        """Whether the other is wholly inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True)
class Words:
    """One line of words."""

    text: str
    left: float
    top: float
    width: float
    style: Style

    @property
    def box(self) -> Box:
        """The place of the line."""
        return Box(self.left, self.top, self.left + self.width, self.top + self.style.line)


def height_of(width: int) -> int:
    """How high a person's cell of a width is."""
    return width * PERSON[1] // PERSON[0]


@dataclass(frozen=True)
class Person:
    """One person in a cell ``width`` wide."""

    left: int
    top: int
    width: int
    is_filled: bool

    @property
    def height(self) -> int:
        """How high the cell is."""
        return height_of(self.width)

    @property
    def box(self) -> Box:
        """The place of the cell."""
        return Box(self.left, self.top, self.left + self.width, self.top + self.height)


@dataclass(frozen=True)
class Stroke:
    """A line through places; ``dashes`` are lengths that are drawn and left out in turn."""

    places: tuple[Place, ...]
    colour: str
    width: int
    dashes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mark:
    """The sign of a group at a point: its shape tells the groups apart without any colour.

    Every other group's is an outline, so that one is still seen where two are at one point.
    """

    at: Place
    group: int
    colour: str

    @property
    def is_filled(self) -> bool:
        """Whether the sign is no outline."""
        return self.group % 2 == 0

    @property
    def box(self) -> Box:
        """The place of the sign."""
        x, y = self.at
        return Box(x - MARK, y - MARK, x + MARK, y + MARK)


@dataclass
class Sheet:
    """A picture before it is drawn."""

    width: int
    language: Language
    height: int = 0
    words: list[Words] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The whole of it."""
        return Box(0, 0, self.width, self.height)
