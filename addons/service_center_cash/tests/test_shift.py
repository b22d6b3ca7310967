from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestShift(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk_journal.service_needs_shift = True
        gain, loss = cls.env["account.account"].create(
            [
                {"name": "Found", "code": "GAIN1", "account_type": "income_other"},
                {"name": "Lost", "code": "LOSS1", "account_type": "expense"},
            ]
        )
        cls.desk_journal.write(
            {"profit_account_id": gain.id, "loss_account_id": loss.id}
        )

    def _open(self, counted=0.0, user=None):
        return (
            self.env["service.cash.shift"]
            .with_user(user or self.cashier)
            .create({"journal_id": self.desk_journal.id, "opening_counted": counted})
        )

    def test_no_money_without_a_shift(self):
        with self.assertRaisesRegex(UserError, "Open a shift"):
            self._pay(100)
        shift = self._open()
        self.assertEqual(self._pay(100).cash_shift_id, shift.sudo())

    def test_a_counted_float_is_booked(self):
        self._open(50)
        self.assertEqual(self._get_ledger(), 50)

    def test_a_stopped_desk_takes_nothing(self):
        shift = self._open()
        shift.action_count()
        with self.assertRaisesRegex(UserError, "being counted"):
            self._pay(100)
        shift.action_resume()
        self._pay(100)

    def test_a_close_needs_a_stop_first(self):
        shift = self._open()
        with self.assertRaisesRegex(UserError, "Stop the desk"):
            shift.action_close(0)

    def test_a_difference_needs_a_reason_and_is_booked(self):
        shift = self._open()
        self._pay(100)
        shift.action_count()
        desk = self.desk_journal.with_user(self.cashier)
        self.assertEqual(desk.service_balance, 0)
        with self.assertRaisesRegex(UserError, "Say why"):
            shift.action_close(90)
        shift.action_close(90, "A note was torn")
        self.assertRecordValues(
            shift,
            [
                {
                    "state": "closed",
                    "closing_expected": 100,
                    "difference": -10,
                    "closed_by_id": self.cashier.id,
                }
            ],
        )
        self.assertEqual(self._get_ledger(), 90)

    def test_a_colleague_closes_it(self):
        colleague = self._create_user("till2", "manager", self.branch)
        colleague.group_ids += self.cashier.group_ids
        shift = self._open()
        self._pay(100)
        shift.with_user(colleague).action_count()
        shift.with_user(colleague).action_close(100)
        self.assertEqual(shift.closed_by_id, colleague)

    def test_two_shifts_at_once_are_refused(self):
        self._open()
        with self.assertRaisesRegex(UserError, "open already"):
            self._open()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            patch.object(type(self.env["service.cash.shift"]), "_check_none_open"),
        ):
            self._open()
