"""What the action server and the curators' files are fed; runs in their environment."""
