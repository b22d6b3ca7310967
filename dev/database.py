"""Databases: templates with Odoo's modules, and copies with our addons.

Installing Odoo's own modules takes a minute, ours a few seconds. So they are
installed once into a template, which is then copied. Each database is built
under the name ``*_new`` and renamed when it is complete. What it was made from
is kept as its comment, which the renaming carries over with it.
"""

import hashlib
import json
import os
import re
import shutil

from . import addons, settings
from .console import Failure, note, say
from .process import lock

TEMPLATE = re.compile(r"template_[0-9a-f]+")  # a complete one


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

    def names(self):
        """All databases but PostgreSQL's own."""
        rows = self.sql(
            "SELECT datname FROM pg_database "
            "WHERE NOT datistemplate AND datname <> 'postgres'"
        )
        return [row[0] for row in rows]

    def drop(self, name):
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self._files(name), ignore_errors=True)

    def copy(self, old, new):
        """Copy a database and its files (as links: Odoo never changes them)."""
        self.drop(new)
        if self._files(old).exists():
            shutil.copytree(self._files(old), self._files(new), copy_function=os.link)
        # Copying files is faster than logging them; before 15 it was the only way.
        strategy = "STRATEGY file_copy" if self._server_version() >= 15 else ""
        self.sql(f'CREATE DATABASE "{new}" TEMPLATE "{old}" {strategy}')

    def _server_version(self):
        return int(self.sql("SHOW server_version_num")[0][0]) // 10000

    def rename(self, old, new):
        """The last step of building: from here on ``new`` counts as complete."""
        self.drop(new)
        if self._files(old).exists():
            self._files(old).rename(self._files(new))
        self.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def ensure(self, name, wanted, demo=False, bundles=False, extra=()):
        """Make ``name`` hold our addons ``wanted`` as they are now; return the log.

        A database of another version of Odoo, or with an addon that is gone,
        is made anew; otherwise only what changed is updated. ``extra`` are more
        modules of Odoo's; with ``bundles`` the web client is ready to be served.
        """
        known = addons.manifests()
        names = addons.closure(wanted, known)
        now = {
            "odoo": self.odoo.source.version,
            "demo": demo,
            "addons": addons.checksums(names),
            "extra": sorted(extra),
        }
        with lock(f"db-{name}", f"another ./sc is preparing {name}: waiting for it"):
            old = self.made_from(name)
            if not _fits(old, now):
                if old is not None:
                    note(f"{name} was made of other addons or another Odoo: anew")
                return self._build(name, names, known, now, bundles)
            return self._update(name, old, now)

    def _build(self, name, names, known, now, bundles):
        modules = sorted({*addons.foreign(names, known), *now["extra"]})
        # addons of others are small: they come with ours, without a template
        modules = [each for each in modules if self.odoo.source.module(each)]
        template = self.template(modules, now["demo"])
        say(f"database {name}: {', '.join(names)}")
        new = f"{name}_new"
        self.copy(template, new)
        self.odoo.configure(new)
        # Only what was asked for: an addon of ours that would join by itself is
        # tested on a database of its own.
        options = [*_demo(now["demo"]), "--skip-auto-install"]
        words = self.odoo.modules(new, "our addons", *options, "-i", ",".join(names))
        self._check_installed(new, names)
        if bundles:
            self.odoo.script(new, "asset_bundles.py")
        self._remember(new, now)
        self.rename(new, name)
        return words

    def _update(self, name, old, now):
        checksums = now["addons"].items()
        changed = [each for each, sum in checksums if old["addons"].get(each) != sum]
        if not changed:
            return ""
        say(f"database {name}: {', '.join(changed)} changed")
        self.odoo.configure(name)
        new = [each for each in changed if each not in old["addons"]]
        options = [*_demo(now["demo"]), "--skip-auto-install"]
        words = self.odoo.modules(
            *(name, "update", *options),
            *(("-i", ",".join(new)) if new else ()),
            *("-u", ",".join(changed)),
            "--i18n-overwrite",  # a translator wants to see what he has changed
        )
        self._check_installed(name, changed)
        self._remember(name, now)
        return words

    def template(self, modules, demo):
        """The name of the template with exactly these modules of Odoo's."""
        made = {"odoo": self.odoo.source.version, "modules": modules, "demo": demo}
        digest = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:12]
        name = f"template_{digest}"
        with lock(f"db-{name}", "another ./sc is making this template: waiting for it"):
            if not self.exists(name):
                self._make_template(name, modules, demo, made)
        return name

    def _make_template(self, name, modules, demo, made):
        say(
            f"template database {'with' if demo else 'without'} demo data, "
            f"about a minute, once: {', '.join(modules)}"
        )
        new = f"{name}_new"
        smaller = self._smaller_template(made)
        if smaller:
            self.copy(smaller, new)
        else:
            self.drop(new)
        self.odoo.configure(new)
        self.odoo.modules(new, "Odoo's modules", *_demo(demo), "-i", ",".join(modules))
        self._check_installed(new, modules)
        self._remember(new, made)
        self.rename(new, name)

    def _smaller_template(self, made):
        """The template that has the most of what is wanted, and nothing else."""
        best, size = None, 0
        names = [each for each in self.names() if TEMPLATE.fullmatch(each)]
        for name in names:
            has = self.made_from(name)
            modules = set(has.pop("modules", []))
            same = has == {key: made[key] for key in ("odoo", "demo")}
            if same and modules < set(made["modules"]) and len(modules) > size:
                best, size = name, len(modules)
        return best

    def _check_installed(self, name, modules):
        """Odoo only warns of modules it can't find, and leaves them out."""
        rows = self.sql(
            "SELECT name FROM ir_module_module WHERE state='installed'", name
        )
        missing = sorted(set(modules) - {row[0] for row in rows})
        if missing:
            raise Failure(
                f"Odoo did not install {', '.join(missing)}, see {settings.LOGS}"
            )

    def _remember(self, name, made):
        text = json.dumps(made).replace("'", "''")
        self.sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def _files(self, name):
        return settings.DATA / "filestore" / name


def _fits(old, now):
    return (
        old is not None
        and all(old.get(key) == now[key] for key in ("odoo", "demo", "extra"))
        and set(old.get("addons", {})) <= set(now["addons"])
    )


def _demo(demo):
    return ["--with-demo"] if demo else []
