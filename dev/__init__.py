"""The checkout's own tools: set up, build, train, run, check. Needs nothing but Python."""
