import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common_secret import SecretCommon


@tagged("post_install", "-at_install")
class TestSecretLog(SecretCommon):
    """The log only grows, whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document()
        cls.row = cls.env["service.secret.log"]._record("number", cls.document, "Test")
        cls.env.flush_all()

    def test_only_a_head_reads_it(self):
        self.assertTrue(self.row.with_user(self.head).read(["reason"]))
        for user in (self.desk, self.trusted, self.engineer, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.row.with_user(user).read(["reason"])

    def test_nobody_writes_it_over_the_api(self):
        row = self.row.with_user(self.head)
        for act in (
            lambda: row.write({"reason": "Other"}),
            row.unlink,
            lambda: row.create({"action": "number"}),
        ):
            with self.assertRaises(AccessError):
                act()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_even_the_superuser(self):
        for statement in (
            "UPDATE service_secret_log SET reason = 'Other'",
            "DELETE FROM service_secret_log",
            "TRUNCATE service_secret_log",
        ):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(psycopg2.Error, "only grows"),
                self.env.cr.savepoint(flush=False),
            ):
                self.env.execute_query(SQL(statement))

    def test_it_names_no_customer(self):
        self.assertNotIn(self.customer.name, str(self.row.read()))
        self.assertEqual(self.row.subject, f"Identity Document {self.document.id}")
