"""What all messaging channels share: written down, answered in order, rendered, sent, tried again.

Nothing in this package imports Rasa or Sanic, so that a channel that polls (email, Matrix) can run
in a process of its own. ``bot/channels/messaging.py`` puts a webhook in front of it.
"""

from bot.messaging.capabilities import Capabilities, Counting, Markup
from bot.messaging.incoming import Address, Incoming, Kind
from bot.messaging.messenger import Messenger, Platform
from bot.messaging.parts import Choice, Image, Menu, Part
from bot.messaging.sending import Delivery, Gone, Rejected, Sender, TryAgain
from bot.messaging.settings import BadSetting, MessagingSettings
from bot.messaging.timing import Timing
from bot.messaging.webhook import Answer, Unverified, Webhook, each

__all__ = [
    "Address",
    "Answer",
    "BadSetting",
    "Capabilities",
    "Choice",
    "Counting",
    "Delivery",
    "Gone",
    "Image",
    "Incoming",
    "Kind",
    "Markup",
    "Menu",
    "MessagingSettings",
    "Messenger",
    "Part",
    "Platform",
    "Rejected",
    "Sender",
    "Timing",
    "TryAgain",
    "Unverified",
    "Webhook",
    "each",
]
