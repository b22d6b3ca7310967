"""Databases: templates with Odoo's modules, and copies with our addons.

Installing Odoo's own modules takes a minute, ours a few seconds. So they are
installed once into a template, which is then copied. Each database is built
under the name ``*_new`` and renamed when it is complete. What it was made from
is kept as its comment, which the renaming carries over with it.
"""

import hashlib
import json
import os
import shutil

from . import addons, settings
from .console import say
from .process import lock


class Databases:
    """The databases of one running Odoo environment."""

    def __init__(self, odoo):
        self.odoo = odoo
        self.sql = odoo.postgres.sql

    def exists(self, name):
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def made_from(self, name):
        """What ``name`` was made from, or ``None`` if there is no such database."""
        rows = self.sql(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') "
            f"FROM pg_database WHERE datname = '{name}'"
        )
        return json.loads(rows[0][0] or "{}") if rows else None

    def drop(self, name):
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self._files(name), ignore_errors=True)

    def copy(self, old, new):
        """Copy a database and its files (as links: Odoo never changes them)."""
        self.drop(new)
        if self._files(old).exists():
            shutil.copytree(self._files(old), self._files(new), copy_function=os.link)
        self.sql(f'CREATE DATABASE "{new}" TEMPLATE "{old}" STRATEGY file_copy')

    def rename(self, old, new):
        """The last step of building: from here on ``new`` counts as complete."""
        self.drop(new)
        if self._files(old).exists():
            self._files(old).rename(self._files(new))
        self.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def ensure(self, name, wanted, demo=False):
        """Make ``name`` hold our addons ``wanted`` as they are now; return the log.

        A database of another version of Odoo, or with an addon that is gone,
        is made anew; otherwise only what changed is updated.
        """
        known = addons.manifests()
        names = addons.closure(wanted, known)
        now = {
            "odoo": self.odoo.source.version,
            "demo": demo,
            "addons": addons.checksums(names),
        }
        with lock(f"db-{name}", f"another ./sc is preparing {name}: waiting for it"):
            old = self.made_from(name)
            if not _fits(old, now):
                return self._build(name, names, known, now)
            changed = [
                each for each in names if old["addons"].get(each) != now["addons"][each]
            ]
            if not changed:
                return ""
            return self._update(name, changed, now)

    def _build(self, name, names, known, now):
        template = self.template(addons.foreign(names, known), now["demo"])
        say(f"database {name}: {', '.join(names)}")
        new = f"{name}_new"
        self.copy(template, new)
        self.odoo.configure(new)
        # Only what was asked for: addons that would join by themselves are
        # tested on databases of their own.
        words = self.odoo.modules(
            new, "our addons", *_demo(now["demo"]), "-i", ",".join(names)
        )
        self._remember(new, now)
        self.rename(new, name)
        return words

    def _update(self, name, changed, now):
        say(f"database {name}: {', '.join(changed)} changed")
        self.odoo.configure(name)
        names = ",".join(changed)
        words = self.odoo.modules(
            name, "update", *_demo(now["demo"]), "-i", names, "-u", names
        )
        self._remember(name, now)
        return words

    def template(self, modules, demo):
        """The name of the template with exactly these modules of Odoo's."""
        made = {"odoo": self.odoo.source.version, "modules": modules, "demo": demo}
        digest = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:12]
        name = f"template_{digest}"
        with lock("template", "another ./sc is making a template: waiting for it"):
            if not self.exists(name):
                self._make_template(name, modules, demo, made)
        return name

    def _make_template(self, name, modules, demo, made):
        say(
            f"template database {'with' if demo else 'without'} demo data, "
            f"about a minute, once: {', '.join(modules)}"
        )
        new = "template_new"
        self.drop(new)
        self.odoo.configure(new)
        self.odoo.modules(new, "Odoo's modules", *_demo(demo), "-i", ",".join(modules))
        self._remember(new, made)
        self.rename(new, name)

    def _remember(self, name, made):
        text = json.dumps(made).replace("'", "''")
        self.sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def _files(self, name):
        return settings.DATA / "filestore" / name


def _fits(old, now):
    return (
        old is not None
        and (old.get("odoo"), old.get("demo")) == (now["odoo"], now["demo"])
        and set(old.get("addons", {})) <= set(now["addons"])
    )


def _demo(demo):
    return ["--with-demo"] if demo else []
