"""What runs inside the Rasa server: understanding, safety, fixed replies, channels."""

import os

# Rasa reports usage to its vendor unless told not to; a hospital's chats must not.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
