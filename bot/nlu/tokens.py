"""Tokens for phrase matching in every language."""

from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex

_CJK = r"[\u3400-\u9fff\uf900-\ufaff]"


@lru_cache(maxsize=1)
def matcher_language() -> Language:
    """A blank spaCy pipeline that also parts every Chinese character and every hyphen.

    Chinese is written without spaces; with one token a character a phrase matches anywhere.
    """
    nlp = spacy.blank("xx")
    tokenizer: Any = nlp.tokenizer  # a compiled class without types
    infixes = [*(nlp.Defaults.infixes or []), _CJK, r"[-/–—~]", r"(?<=\d)(?=[A-Za-z])"]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    suffixes = [*(nlp.Defaults.suffixes or []), _CJK]
    prefixes = [*(nlp.Defaults.prefixes or []), _CJK]
    tokenizer.suffix_search = spacy.util.compile_suffix_regex(suffixes).search
    tokenizer.prefix_search = spacy.util.compile_prefix_regex(prefixes).search
    return nlp
