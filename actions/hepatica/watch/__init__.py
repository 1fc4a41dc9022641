"""How the hospital's IT watches the action server: health, numbers for Prometheus, and the log.

Nothing here holds a word of a patient or a name of a conversation (docs/operating/watching.md).
"""
