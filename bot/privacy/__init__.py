"""Taking out of messages what tells who a person is, before anything is stored.

docs/operating/privacy.md tells what is recognised and how well, and where what is left is kept.
"""

from bot.privacy.masking import Masker, masker

__all__ = ["Masker", "masker"]
