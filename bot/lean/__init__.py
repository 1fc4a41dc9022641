"""Rasa as Hepatica needs it: without TensorFlow, and without work that every turn does anew.

``python -m bot.lean run ...`` takes the place of ``rasa run ...``. ``rasa`` itself works as well:
it only takes longer and needs more memory (docs/decisions/0014-rasa-without-tensorflow.md).
"""
