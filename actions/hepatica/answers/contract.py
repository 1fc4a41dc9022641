"""The answer contract: what stands in the one ``custom`` message that ends every turn."""

from typing import Any, Literal

from pydantic import Field

from hepatica.answers.contract_charts import MOST_CHARTS, ContractPart, ShownChart

Kind = Literal[
    "answer",
    "clarify",
    "no_fact",
    "out_of_scope",
    "personal_advice",
    "emergency",
    "crisis",
    "smalltalk",
    "unavailable",
]


RARE = frozenset({"table", "parts", "call", "charts", "small_print"})
"""Fields that are left out where they have nothing to say."""


class ShownSource(ContractPart):
    """A source as a channel shows it.

    ``label`` is the short citation; ``journal`` is the journal with volume and pages, or the
    publisher.
    """

    id: str
    label: str
    title: str
    journal: str
    year: int | None
    url: str | None


class ShownFigure(ContractPart):
    """A figure that the visible text rests on.

    ``value`` is a number, or text for ranges such as "5-6". ``count`` of ``out_of`` is its natural
    frequency where there is one. ``study`` is the id of the source it belongs to.
    """

    measure: str
    value: float | str
    unit: str
    group: str | None
    timepoint: str | None
    n: int | None
    out_of: int | None
    count: int | None
    study: str


class ShownReview(ContractPart):
    """How the oldest-checked fact of the reply was last checked."""

    status: str
    on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class ShownTable(ContractPart):
    """A table that the visible text says line by line; each row has a cell for every column."""

    columns: list[str]
    rows: list[list[str]]


class ShownPart(ContractPart):
    """One request of a message that held several: the words, what kind of reply, and its facts."""

    asked: str
    kind: Kind
    facts: list[str]


class ShownCall(ContractPart):
    """Somewhere to get help from a person, as a channel shows it.

    ``number`` is None where it is not known which country the person is in; ``label`` then says
    what to look for ("your local emergency number").
    """

    label: str
    number: str | None
    purpose: Literal["emergency", "crisis"]


class Contract(ContractPart):
    """The machine-readable half of a reply (schema 1).

    ``kind`` says what sort of reply this is; ``language`` is that of the visible text; ``facts``
    are the ids answered from; ``certainty`` is that of the first fact; ``suggestions`` are texts
    to send when tapped; ``store`` is the version of the fact store, "none" when none was used or
    reachable. ``table`` is only there when the answer is one, ``parts`` when the message held
    several requests, ``call`` when help from a person is needed at once. ``charts`` draw figures
    that stand in ``figures`` and in the text. ``small_print`` has the lines of the texts, word for
    word, that tell who was studied, how sure it is, and the source.
    """

    schema_: Literal[1] = Field(1, alias="schema")
    kind: Kind
    language: str = Field("en", pattern=r"^[a-z]{2}$")
    topic: str | None = None
    facts: list[str] = Field(default_factory=list)
    sources: list[ShownSource] = Field(default_factory=list)
    figures: list[ShownFigure] = Field(default_factory=list)
    certainty: str | None = None
    reviewed: ShownReview | None = None
    suggestions: list[str] = Field(default_factory=list, max_length=3)
    store: str
    table: ShownTable | None = None
    parts: list[ShownPart] | None = None
    call: list[ShownCall] | None = None
    charts: list[ShownChart] | None = Field(None, max_length=MOST_CHARTS)
    small_print: list[str] | None = None

    def untold(self) -> "Contract":
        """The contract of facts that a text names without saying them as they are answered."""
        return self.model_copy(update={"figures": [], "charts": None, "small_print": None})

    def payload(self) -> dict[str, Any]:
        """The message as JSON data."""
        payload = self.model_dump(mode="json", by_alias=True)
        return {
            key: value for key, value in payload.items() if value is not None or key not in RARE
        }


def contract_schema() -> dict[str, Any]:
    """JSON Schema (draft 7) of the contract; every field but the ``RARE`` is always present."""
    schema = Contract.model_json_schema(by_alias=True)
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = "Hepatica answer contract, schema 1"
    schema["required"] = sorted(set(schema["properties"]) - RARE)
    draft7: dict[str, Any] = _draft7(schema)
    return draft7


def _draft7(node: Any) -> Any:
    """Move pydantic's ``$defs`` to draft 7's ``definitions``; leave out what it does not know."""
    if isinstance(node, dict):
        renamed = {("definitions" if key == "$defs" else key): value for key, value in node.items()}
        return {key: _draft7(value) for key, value in renamed.items() if key != "discriminator"}
    if isinstance(node, list):
        return [_draft7(item) for item in node]
    return node.replace("#/$defs/", "#/definitions/") if isinstance(node, str) else node
