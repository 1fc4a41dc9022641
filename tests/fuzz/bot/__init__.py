"""What the Rasa server and its channels are fed; runs in their environment."""
