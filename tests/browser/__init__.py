"""The web widget in a real browser, with real servers behind it."""
