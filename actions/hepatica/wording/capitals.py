"""Small touches to words, shared by everything that writes sentences."""


def capital(text: str) -> str:
    """The text with a capital first letter; the rest stays, so that HCC remains HCC.

    >>> capital("the 2019 trial")
    'The 2019 trial'
    """
    return text[:1].upper() + text[1:]
