"""What can go wrong with an export."""


class ExportError(Exception):
    """The export was not written; the message says why and what to do."""
