"""Placeholders of a text: a fixed list, replaced in one pass, and no code.

What people typed (a customer's name, a device) is a value: it is cleaned, shortened,
and never looked through for placeholders again.
"""

import re
import unicodedata

# what each stands for, with a typical value: what a preview shows and sizes are told by
SAMPLES = {
    "number": "WA-00123",
    "customer": "Anna Smith",
    "device": "Samsung Galaxy A52",
    "branch": "Station",
    "address": "12 Green St",
    "phone": "+79123456789",
    "amount": "4500 ₽",
    "due": "4500 ₽",
    "date": "24.11.2026",
    "link": "",
}
# in a text of plain Latin letters one such sign would more than halve its room
PLAIN_SAMPLES = {**SAMPLES, "amount": "4500 RUB", "due": "4500 RUB"}
LENGTHS = {"customer": 30, "device": 30, "branch": 30, "address": 60, "link": 200}
LONGEST = 30  # of any other value
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
DROPPED = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))


def clean(text):
    """One line: no control or invisible characters, each gap one plain space."""
    # a line break is a control character and a gap: gaps first
    line = " ".join((text or "").split())
    line = "".join(c for c in line if unicodedata.category(c) not in DROPPED)
    return " ".join(line.split())


def clean_value(name, value):
    """A value as it may stand in a text: one line, no longer than it may be."""
    line = clean(str(value or ""))
    longest = LENGTHS.get(name, LONGEST)
    if len(line) <= longest:
        return line
    words = line[:longest].rpartition(" ")[0]  # whole ones, where there is one
    return words.rstrip(" (,-") or line[:longest]


def get_unknown(template):
    """What stands in braces in a template and is no placeholder, in its order."""
    found = PLACEHOLDER.findall(template or "")
    unknown = [name for name in found if name not in SAMPLES]
    rest = PLACEHOLDER.sub("", template or "")
    return unknown + [brace for brace in "{}" if brace in rest]


def get_used(template):
    """Names of the placeholders in a template."""
    return set(PLACEHOLDER.findall(template or "")) & SAMPLES.keys()


def fill(template, values):
    """A template with its placeholders replaced, each by its value or by nothing.

    :param values: values by name of the placeholder
    """
    line = PLACEHOLDER.sub(
        lambda match: clean_value(match[1], values.get(match[1])), clean(template)
    )
    # what an empty value leaves behind
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(line.split()))
