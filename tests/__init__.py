"""Makes this folder a package, because textstat installs one of the same name."""
