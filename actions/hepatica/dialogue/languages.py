"""Asked to speak another language: the last answer again in it, or a word that it is possible."""

from dataclasses import replace

from hepatica.dialogue.desk import Desk, Reply
from hepatica.dialogue.follow_ups import repeat

SPOKEN = "spoken"
"""Kind of entity of the languages that a message names."""


def switch(desk: Desk) -> Reply:
    """Go on in the language that was asked for; say which there are when it is none of ours."""
    wanted = desk.mentions.first(SPOKEN) or desk.language
    if not desk.snapshot.phrases.speaks(wanted):
        return desk.say("smalltalk", desk.phrase("languages_known"), desk.starters())
    own = replace(desk, language=wanted)
    if own.given():
        return repeat(own)
    return own.say("smalltalk", own.phrase("language_switched"), own.starters())
