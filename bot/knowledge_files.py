"""Reading the curators' YAML on the Rasa side, where only names and phrases are needed."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class KnowledgeFileError(Exception):
    """A knowledge file cannot be used; says which and what to do."""


def read(path: Path) -> dict[str, Any]:
    """The file's mapping.

    Raises:
        KnowledgeFileError: missing, not YAML, or not a mapping.
    """
    try:
        data = YAML(typ="safe").load(path)
    except (OSError, YAMLError) as error:
        raise KnowledgeFileError(f"{path} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise KnowledgeFileError(f"{path} must hold 'key: value' lines; it is empty or a list")
    return data
