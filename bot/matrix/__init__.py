"""Matrix with end-to-end encryption; docs/channels/matrix.md tells how to set it up.

A process of its own, in the environment of the folder ``matrix/``:
``matrix/.venv/bin/python -m bot.matrix``. It asks the Rasa server for replies over loopback.
"""
