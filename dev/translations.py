"""``./sc pot``: the translation templates, and the check that they are up to date."""

from . import addons, settings
from .console import note, say
from .database import Databases
from .process import run
from .server import Odoo

# These lines of a template tell when it was written, not what it says.
DATES = ("POT-Creation-Date", "PO-Revision-Date")


def main(arguments):
    """Write the template of each addon, or of those that are named."""
    odoo = Odoo()
    with odoo.postgres.running():
        databases = Databases(odoo)
        for name in arguments or addons.manifests():
            database = f"fast_{name}"
            databases.ensure(database, [name])
            odoo.configure(database)
            text = export(odoo, database, name)
            file = template(name)
            if same(text, file):
                note(f"{name}: nothing new")
            else:
                file.parent.mkdir(exist_ok=True)
                file.write_text(text)
                say(f"{name}: wrote {file.relative_to(settings.ROOT)}")
    return 0


def template(name):
    return settings.ADDONS / name / "i18n" / f"{name}.pot"


def export(odoo, database, name):
    """The template as Odoo would write it now."""
    file = settings.STATE / f"{database}.pot"
    file.unlink(missing_ok=True)
    run(
        odoo.command("i18n", "export", "-l", "pot", "-o", file, name),
        failure=f"Odoo could not export the terms of {name}",
        env=odoo.environment(database),
    )
    return file.read_text() if file.exists() else ""


def same(text, file):
    return _undated(text) == _undated(file.read_text() if file.exists() else "")


def _undated(text):
    lines = text.splitlines()
    return [
        line for line in lines if not line.startswith(tuple(f'"{d}' for d in DATES))
    ]
