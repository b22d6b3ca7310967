"""The addons of this checkout: what they are, need, and whether they changed."""

import ast
import hashlib

from . import settings
from .console import Failure

# Parts of an addon that Odoo reads at run time, not at installation.
NOT_INSTALLED = {"tests", "static", "__pycache__"}


def manifests():
    """``{name: manifest}`` of the installable addons, in order of name."""
    found = {}
    for file in sorted(settings.ADDONS.glob("*/__manifest__.py")):
        try:
            manifest = ast.literal_eval(file.read_text())
        except (SyntaxError, ValueError) as error:
            raise Failure(f"{file} is not a readable manifest: {error}") from None
        if manifest.get("installable", True):
            found[file.parent.name] = manifest
    if not found:
        raise Failure(f"there is no addon in {settings.ADDONS}")
    return found


def together():
    """Those that stand in one database, as in a company: all but the bridges.

    A bridge to an addon of others has the license of that, and is tested on a database
    of its own: nobody has all of them, and what others change is theirs to test.
    """
    return {
        name: manifest
        for name, manifest in manifests().items()
        if manifest.get("license") != "AGPL-3"
    }


def closure(names, known):
    """``names`` and our own addons they depend on, directly or not."""
    todo, found = list(names), set()
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        todo += [each for each in known[name].get("depends", []) if each in known]
    return sorted(found)


def in_order(known):
    """All addons, each after those that it depends on."""
    return sorted(known, key=lambda name: (len(closure([name], known)), name))


def foreign(names, known):
    """Modules, not ours, that the given addons depend on."""
    wanted = {each for name in names for each in known[name].get("depends", [])}
    return sorted(wanted - set(known) | {"base"})


def checksums(names):
    """``{name: checksum}`` of all that an installation or update reads."""
    return {name: _checksum(settings.ADDONS / name) for name in names}


def _checksum(folder):
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and not NOT_INSTALLED & set(parts):
            digest.update("/".join(parts).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
