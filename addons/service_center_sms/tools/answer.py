"""Reading what a provider answers: where a value stands, and what its words mean."""

import json
import re

LIMIT = 65536  # characters of an answer that are looked at
_NOTHING = object()


class BadRule(ValueError):
    """A rule cannot be understood; the text says which part."""


def parse(text, kind):
    """The answer as something that rules can be asked of; ``None``: unreadable."""
    text = (text or "")[:LIMIT]
    if kind == "text":
        return text
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def find(answer, rule, kind, values=None):
    """The first value that the alternatives of a rule find, as text, else ``None``.

    :param rule: paths of JSON such as ``sms.{number}.status_code|status_code``, where a
        number is a place in a list and ``*`` whatever comes first; for answers of plain
        text one regular expression, whose first group is the value
    :param values: what stands for ``{number}`` and the like in a path
    """
    if answer is None or not rule:
        return None
    if kind == "text":
        match = re.search(rule, answer)
        return match and (match.group(1) if match.re.groups else match.group())
    for path in rule.split("|"):
        found = _walk(answer, path.strip(), values or {})
        if found is not None:
            return found
    return None


def _walk(node, path, values):
    for step in path.split("."):
        if step.startswith("{"):
            step = str(values.get(step.strip("{}"), ""))
        node = _step(node, step)
        if node is _NOTHING:
            return None
    if node is None or isinstance(node, dict | list):
        return None
    if isinstance(node, bool):
        return "true" if node else "false"
    return str(node)


def _step(node, step):
    if isinstance(node, dict):
        if step == "*":
            return next(iter(node.values()), _NOTHING)
        return node.get(step, _NOTHING)
    if isinstance(node, list):
        place = 0 if step == "*" else int(step) if step.isdecimal() else len(node)
        return node[place] if place < len(node) else _NOTHING
    return _NOTHING


def check_rule(rule, kind):
    """Refuse a rule that can never find anything.

    :raise BadRule:
    """
    if not rule:
        return
    if kind == "text":
        try:
            re.compile(rule)
        except re.error as error:
            raise BadRule(f"{rule}: {error}") from error
    elif any(not step.strip() for path in rule.split("|") for step in path.split(".")):
        raise BadRule(rule)


def words(text):
    """Words and their meaning: ``3=sms_credit, 1`` is ``{"3": "sms_credit", "1": ""}``.

    They are separated by commas or lines; case does not matter.
    """
    found = {}
    for each in re.split(r"[,\n]", text or ""):
        word, _equals, meaning = each.partition("=")
        if word.strip():
            found[word.strip().lower()] = meaning.strip()
    return found


def stands_in(word, known):
    """Whether a word is among those that ``words`` gave; ``*`` stands for any."""
    return word is not None and (word.strip().lower() in known or "*" in known)


def meaning(word, known):
    """What a word means, if it says so."""
    return known.get(word.strip().lower()) or known.get("*") or ""
