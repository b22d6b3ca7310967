from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ..tools import transact as transact_module
from ..tools.transact import transact


@tagged("post_install", "-at_install")
class TestTransact(TransactionCase):
    """A job that meets somebody else at one row; both have real transactions."""

    def _touch(self, env):
        env.execute_query(
            SQL("UPDATE res_lang SET write_date = write_date WHERE code = 'en_US'")
        )

    def _run(self, losses):
        """Touch a row that somebody else touches first, so many times."""
        tries = []

        def act():
            mine.execute_query(SQL("SELECT 1"))  # it sees what is there from here on
            tries.append(1)
            if len(tries) <= losses:
                with self.registry.cursor() as cr:
                    self._touch(api.Environment(cr, self.env.uid, {}))
            self._touch(mine)
            return len(tries)

        with self.registry.cursor() as cr, mute_logger("odoo.sql_db"):
            mine = api.Environment(cr, self.env.uid, {})
            return transact(mine, act)

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
        tries = []

        def act():
            tries.append(1)
            raise ZeroDivisionError

        with self.registry.cursor() as cr, self.assertRaises(ZeroDivisionError):
            transact(api.Environment(cr, self.env.uid, {}), act)
        self.assertEqual(len(tries), 1)
