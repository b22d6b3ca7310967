import socket
from threading import Thread

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.service_fiscal_adapter import FiscalUncertain
from .common_paper import PaperCommon

ADAPTER = "service.fiscal.adapter"


class Device(Thread):
    """A fiscal device: a line comes in, a number goes out, once for each key."""

    def __init__(self):
        super().__init__(daemon=True)
        self.seen = {}
        self.asked = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = self.socket.getsockname()
        self.start()

    def run(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rw") as line:
                self.asked += 1
                key, _amount = line.readline().split()
                line.write(f"FN-{self.seen.setdefault(key, len(self.seen) + 1)}\n")
                line.flush()


@tagged("post_install", "-at_install")
class TestFiscal(PaperCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receipts = cls.env["service.fiscal.receipt"]
        journals = cls.env.registry["account.journal"]
        cls.classPatch(
            journals, "_get_fiscal_adapters", lambda journal: [(ADAPTER, "Fake")]
        )
        cls.device = Device()
        cls.addClassCleanup(cls.device.socket.close)

    def setUp(self):
        super().setUp()
        crons = self.env.registry["ir.cron"]
        self.commits = []
        self.patch(
            crons,
            "_commit_progress",
            lambda cron, *args, **kw: self.commits.append(cron.env.cr.now()) or 1.0,
        )

    def _use(self, register):
        self.desk_journal.fiscal_adapter = ADAPTER
        self.patch(self.env.registry[ADAPTER], "_register_payment", register)

    def _talk(self):
        def register(adapter, payment, key):
            with (
                socket.create_connection(self.device.address, timeout=5) as connection,
                connection.makefile("rw") as line,
            ):
                line.write(f"{key} {payment.amount}\n")
                line.flush()
                return line.readline().strip()

        self._use(register)

    def _row(self, payment):
        return self.receipts.search([("payment_id", "=", payment.id)])

    def test_with_no_device_nothing_happens(self):
        payment = self._pay(100)
        self.assertFalse(self._row(payment))
        self.receipts._cron_register()
        self.assertFalse(payment.fiscal_number)

    def test_none_is_shipped(self):
        with self.assertRaises(NotImplementedError):
            self.env[ADAPTER]._register_payment(self._pay(100), "key")

    def test_a_receipt_gets_the_number_of_the_device_once(self):
        self._talk()
        payment = self._pay(100)
        asked = self.device.asked
        self.assertEqual(self._row(payment).state, "pending")
        self.assertEqual(self.device.asked, asked, "nothing in the transaction")
        self.receipts._cron_register()
        self.assertRegex(payment.fiscal_number, r"^FN-\d+$")
        self.receipts._cron_register()
        self.assertEqual(self.device.asked, asked + 1)
        self.assertEqual(self._row(payment).state, "done")
        with self.assertRaisesRegex(UserError, "it stays"):
            payment.with_user(self.cashier).fiscal_number = "Mine"

    def test_a_copied_database_asks_no_device_until_one_is_chosen_in_it(self):
        self._talk()
        payment, asked = self._pay(100), self.device.asked
        self.env["ir.config_parameter"].set_param("database.uuid", "a-copy")
        self.receipts._cron_register()
        row = self._row(payment)
        self.assertEqual((self.device.asked, row.state), (asked, "failed"))
        self.assertIn("This database is a copy", row.error)
        self.desk_journal.fiscal_adapter = ADAPTER
        row.action_retry()
        self.receipts._cron_register()
        self.assertEqual((self.device.asked, row.state), (asked + 1, "done"))

    def test_nobody_names_the_database_of_a_device_by_hand(self):
        with self.assertRaises(AccessError):
            self.desk_journal.with_user(self.head).fiscal_database_uuid = "mine"

    def test_a_rollback_leaves_no_row(self):
        self._talk()
        with self.assertRaises(KeyError), self.env.cr.savepoint():
            self._pay(100)
            raise KeyError
        self.assertFalse(self.receipts.search_count([]))

    def test_expenses_are_not_the_devices_business_but_refunds_and_voids_are(self):
        self._talk()
        paid = self._pay(1000)
        self._pay(500)
        self.assertFalse(self._row(self._spend()))
        self.assertTrue(self._row(self._pay(10, payment_type="outbound")))
        void = paid.with_user(self.controller).action_cash_void("mistake")
        self.assertTrue(self._row(void))

    def test_a_device_that_fails_is_asked_again_later_and_then_no_more(self):
        def register(adapter, payment, key):
            raise ConnectionError("no paper")

        self._use(register)
        row = self._row(self._pay(100))
        self.receipts._cron_register()
        self.assertRecordValues(
            row, [{"state": "pending", "attempts": 1, "error": "no paper"}]
        )
        self.assertGreater(row.date_next, fields.Datetime.now())
        self.receipts._cron_register()
        self.assertEqual(row.attempts, 1, "not before its time")
        for _attempt in range(4):
            row._write_server_fields({"date_next": "2020-01-01"})
            self.receipts._cron_register()
        self.assertRecordValues(row, [{"state": "failed", "attempts": 5}])
        row.with_user(self.controller).action_retry()
        self.assertRecordValues(row, [{"state": "pending", "attempts": 0}])

    def test_a_lost_answer_is_not_sent_twice(self):
        asked = []

        def register(adapter, payment, key):
            asked.append(key)
            raise FiscalUncertain("timeout")

        self._use(register)
        row = self._row(self._pay(100))
        self.receipts._cron_register()
        self.receipts._cron_register()
        self.assertEqual(row.state, "unknown")
        self.assertEqual(len(asked), 1)

    def test_a_claim_is_committed_before_the_device_is_asked(self):
        states = []

        def register(adapter, payment, key):
            row = self._row(payment)
            states.append((row.state, len(self.commits)))
            return "FN"

        self._use(register)
        self._pay(100)
        self.receipts._cron_register()
        self.assertEqual(states, [("sending", 2)])

    def test_a_process_that_died_leaves_it_to_a_person(self):
        self._talk()
        row = self._row(self._pay(100))
        self.assertTrue(row._claim())
        self.assertFalse(row._claim(), "the second gets nothing")
        self.receipts._cron_register()
        self.assertEqual(row.state, "sending")
        row._write_server_fields({"date_next": "2020-01-01"})
        asked = self.device.asked
        self.receipts._cron_register()
        self.assertEqual(row.state, "unknown")
        self.assertEqual(self.device.asked, asked)

    def test_the_outbox_is_not_written_by_hand(self):
        self._talk()
        row = self._row(self._pay(100))
        with self.assertRaises(AccessError):
            row.with_user(self.cashier).read(["state"])
        with self.assertRaises(UserError):
            row.with_user(self.controller).state = "done"
        with self.assertRaises(UserError):
            row.with_user(self.controller).action_retry()
        with self.assertRaises(AccessError):
            row.with_user(self.controller).unlink()
        with self.assertRaises(UserError):
            row.unlink()
        stranger = self._create_user("ctrl9", "manager", self.other_branch)
        stranger.group_ids += self.controller.group_ids
        with self.assertRaises(AccessError):
            row.with_user(stranger).action_retry()
