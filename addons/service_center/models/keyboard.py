"""What a scanner meant when the computer's keyboard layout was a Cyrillic one.

A scanner presses keys, not letters: with a Russian or Ukrainian layout on, the keys of
a Latin serial number come out as Cyrillic letters. Digits come out right.
"""

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_UKRAINIAN = "ґйцукенгшщзхїфівапролджєячсмитьбю."

_LATIN = {}
for _layout in (_UKRAINIAN, _RUSSIAN):
    for _typed, _key in zip(_layout, _KEYS, strict=True):
        if _typed != ".":  # a full stop is more often a full stop
            _LATIN[ord(_typed)] = _key
            _LATIN[ord(_typed.upper())] = _key.upper()


def as_latin(text):
    """The same keys with a Latin layout on; Latin text stays as it is."""
    return text.translate(_LATIN)
