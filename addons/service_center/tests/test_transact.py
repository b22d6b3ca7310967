from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools import transact as transact_module
from ..tools.transact import transact

TOUCH = "UPDATE res_lang SET write_date = write_date WHERE code = 'en_US'"


@tagged("post_install", "-at_install")
class TestTransact(TransactionCase):
    """A job that meets somebody else at one row; both have real transactions."""

    def _run(self, losses):
        """Touch a row that somebody else touches first, so many times."""
        calls = []

        def act():
            cr.execute("SELECT 1")  # from here on it sees what is there now
            calls.append(len(calls) < losses)
            if calls[-1]:
                with self.registry.cursor() as other:
                    other.execute(TOUCH)
            cr.execute(TOUCH)
            return len(calls)

        with self.registry.cursor() as cr, mute_logger("odoo.sql_db"):
            return transact(api.Environment(cr, self.env.uid, {}), act)

    def test_nobody_in_the_way(self):
        self.assertEqual(self._run(losses=0), 1)

    def test_who_was_slower_begins_anew(self):
        self.assertEqual(self._run(losses=2), 3)

    def test_it_does_not_try_for_ever(self):
        with (
            patch.object(transact_module, "TRIES", 3),
            self.assertRaises(SerializationFailure),
        ):
            self._run(losses=3)

    def test_other_errors_are_left_to_the_job(self):
        calls = []

        def act():
            calls.append(1)
            raise UserError("No.")

        with self.registry.cursor() as cr, self.assertRaises(UserError):
            transact(api.Environment(cr, self.env.uid, {}), act)
        self.assertEqual(len(calls), 1)
