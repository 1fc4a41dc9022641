"""The same messages through other ways to understand them, for comparison."""
