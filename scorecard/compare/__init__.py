"""Messages through a model alone, and other systems beside ours on the same messages."""
