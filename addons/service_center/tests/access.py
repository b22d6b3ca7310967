import contextlib
import csv
import difflib
import inspect
import io
import operator
import os
from pathlib import Path

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .access_doors import OPERATIONS, AccessDoors
from .access_records import AccessRecords

SWITCH = "ACCESS_MATRIX"


class _Undo(Exception):
    """Ends a savepoint whose work is not wanted."""


class ReviewedAccess:
    """The tests that every addon has, in front of :class:`AccessCase`."""

    def test_what_everybody_may_do_is_as_reviewed(self):
        self.check_file("access_matrix.csv", self.get_matrix())

    def test_rules_groups_and_menus_are_as_reviewed(self):
        self.check_file("access_doors.csv", self.get_doors())


class ReviewedRules(ReviewedAccess):
    """Besides: each rule is needed, and what sounds secret has a group."""

    def test_no_rule_can_go_unnoticed(self):
        self.assertFalse(self.get_idle_rules())

    def test_nothing_secret_is_open(self):
        self.assertFalse(self.get_open_secrets())


class AccessCase(AccessRecords, AccessDoors):
    """What every role may really do with every model of one addon.

    The models come from the registry. For each of them a record is made in each place
    (the person's own, a free one and a colleague's in the same branch, one in another
    branch and in another company), and every person tries to read, write, create and
    delete it there. The outcome is compared with a reviewed file beside the test. Run
    the test with ``ACCESS_MATRIX=write`` in the environment to write that file anew,
    and review the difference.

    An addon brings a class of its own into its ``tests`` folder::

        from odoo.addons.service_center.tests.access import AccessCase, ReviewedRules

        @tagged("post_install", "-at_install")
        class TestAccessMatrix(ReviewedRules, AccessCase):
            def _values_service_thing(self, place):  # where defaults do not suffice
                return {"name": "Thing", "branch_id": place.branch.id}

    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addon = cls.__module__.split(".")[2]
        cls.folder = Path(inspect.getfile(cls)).parent
        cls.portal = new_test_user(cls.env, "portal_guest", groups="base.group_portal")
        cls.people = cls._get_people()

    @classmethod
    def _get_people(cls):
        """Who tries: the name of a role and a user who has just that role."""
        return {
            "engineer": cls.engineer,
            "manager": cls.desk,
            "head": cls.head,
            "no role": cls.outsider,
            "portal": cls.portal,
        }

    # The file beside the test

    def check_file(self, name, rows):
        """Compare rows of texts, the first one being the heading, with a file."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        file = self.folder / name
        if os.environ.get(SWITCH) == "write":
            file.write_text(text.getvalue())
            return
        reviewed = file.read_text() if file.exists() else ""
        old, new = reviewed.splitlines(), text.getvalue().splitlines()
        difference = difflib.unified_diff(old, new, "reviewed", "found", n=0)
        self.assertEqual(
            text.getvalue(),
            reviewed,
            f"{name} does not say what was found. If that is as it should be, run this "
            f"test with {SWITCH}=write and review the difference.\n"
            + "\n".join(difference),
        )

    # The matrix

    def get_models(self):
        """Names of the addon's own models that can hold records."""
        return sorted(
            name
            for name, model in self.env.registry.items()
            if model._original_module == self.addon and not model._abstract
        )

    def get_matrix(self, models=None, operations=OPERATIONS):
        """One row per model and role: what may be done, place by place.

        ``(unlink)`` in brackets: the right is there, a rule of the trade refuses.
        """
        rows = [["model", "role", *(place.name for place in self.places)]]
        for model in models or self.get_models():
            for place in self.places:
                self._record(model, place)
            for role, user in self.people.items():
                rows.append([model, role])
                for place in self.places:
                    done = [self._try(model, user, place, each) for each in operations]
                    rows[-1].append(" ".join(filter(None, done)) or "-")
        return rows

    def get_idle_rules(self):
        """Rules of the addon that could be deleted without anybody noticing."""
        idle, outcomes = [], {}
        for name, rule in self._get_own("ir.rule").items():
            asked = next(each for each in OPERATIONS if rule[f"perm_{each}"])
            model = rule.model_id.model
            if (model, asked) not in outcomes:
                outcomes[model, asked] = list(self._get_outcomes(model, asked))
            with self._undone():
                rule.unlink()
                without = self._get_outcomes(model, asked)  # as far as they are alike
                if all(map(operator.eq, outcomes[model, asked], without)):
                    idle.append(name)
            self.env.registry.clear_cache()  # it remembers the rules without this one
        return idle

    def _get_outcomes(self, model, operation):
        """Cell by cell what the matrix says of one operation, each when asked for."""
        for place in self.places:
            self._record(model, place)
        for user in self.people.values():
            for place in self.places:
                yield self._try(model, user, place, operation)

    def _try(self, model, user, place, operation):
        """Really do it, undo it, and say how it went."""
        record = self._record(model, place)
        if not self.env[model]._auto:
            act = {"read": lambda: self._read(record.with_user(user))}.get(operation)
            if not act:
                return operation if self._has_access(record, user, operation) else ""
        else:
            values, mine = {}, record.with_user(user)
            if operation in ("create", "unlink"):
                values = self._spare_values(model, place)
            if self.env[model]._transient and place.name == "own":
                # a dialog is whose it is, wherever what it works on belongs
                record = mine.sudo().create(self._values(model, place))
                mine = record.with_user(user).sudo(False)
            act = {
                "read": lambda: self._read(mine),
                "write": lambda: mine.write(self._same_value(record)),
                "create": lambda: mine.create(values),
                # one that nothing refers to yet
                "unlink": lambda: (
                    (mine if self.env[model]._transient else record.create(values))
                    .with_user(user)
                    .unlink()
                ),
            }[operation]
        try:
            with self._undone():
                act()
        except AccessError:
            return ""
        except (UserError, psycopg2.IntegrityError):
            right = self._has_access(record, user, operation)
            return f"({operation})" if right else ""
        if not self._has_access(record, user, operation):
            self.fail(
                f"{user.login} has no right to {operation} {model}, and yet did it"
            )
        return operation

    def _has_access(self, record, user, operation):
        if operation == "create":
            record = record.browse()
        return record.with_user(user).has_access(operation)

    @contextlib.contextmanager
    def _undone(self):
        quiet = mute_logger("odoo.sql_db", "odoo.models.unlink")
        with quiet, contextlib.suppress(_Undo), self.env.cr.savepoint():
            yield
            self.env.flush_all()
            raise _Undo

    def _read(self, record):
        """Read as a list does and as a form does; both must agree."""
        found = record.search([("id", "=", record.id)])
        record.invalidate_recordset()
        record.read(["create_date"])
        self.assertEqual(found, record, "read one by one, but not found by search")

    def _same_value(self, record):
        """A write that changes nothing."""
        columns = [
            field
            for name, field in sorted(record._fields.items())
            if field.store and field.column_type and name not in MAGIC_COLUMNS
        ]
        # a read-only one only where there is no other
        columns.sort(key=lambda field: bool(field.readonly or field.compute))
        field = columns[0]
        return {field.name: field.convert_to_write(record[field.name], record)}
