"""The parts of the web channel: sessions, limits, turns, history, pages, feedback."""
