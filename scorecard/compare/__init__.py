"""Messages through a model alone, without the dialogue around it."""
