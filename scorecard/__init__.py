"""The score card: how often the running servers give the right answer, or the right refusal.

``make scorecard`` measures everything and writes ``docs/scorecard.md``; ``make test`` runs the same
sets and fails when a figure falls under its floor (``floors.yml``).
"""
