from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestDocumentTerms(ServiceCommon):
    def setUp(self):
        super().setUp()
        self.terms = self.env["service.document.terms"]
        self.terms.search([]).active = False
        self.env.flush_all()
        self.order = self._create_order()

    def _get(self, order=None, **context):
        order = (order or self.order).with_user(self.desk).with_context(**context)
        return order._get_document_terms("intake")

    def test_the_closest_text_is_printed(self):
        other = self._create_order(user=self.stranger, branch_id=self.other_branch.id)
        for values, wanted in (
            ({}, "for all"),
            ({"company_id": self.env.company.id}, "for the company"),
            ({"branch_id": self.branch.id}, "for the branch"),
        ):
            self.terms.create({"document": "intake", "text": wanted, **values})
            self.assertEqual(self._get(), [wanted])
        self.assertEqual(self._get(other.with_user(self.head)), ["for the company"])
        self.assertEqual(self.order._get_document_terms("act"), [])

    def test_text_of_a_branch_is_its_company_s(self):
        terms = self.terms.create({"document": "act", "branch_id": self.branch.id})
        self.assertEqual(terms.company_id, self.branch.company_id)

    def test_a_branch_may_print_no_text(self):
        self.terms.create({"document": "intake", "text": "for all"})
        self.terms.create({"document": "intake", "branch_id": self.branch.id})
        self.assertEqual(self._get(), [])

    def test_changes_are_printed_at_once(self):
        text = self.terms.create({"document": "intake", "text": "One"})
        self.assertEqual(self._get(), ["One"])
        text.text = "Two\n\n\nThree\nlines\n"
        self.assertEqual(self._get(), ["Two", "Three\nlines"])
        text.active = False
        self.assertEqual(self._get(), [])
        text.active = True
        self.assertEqual(len(self._get()), 2)
        text.unlink()
        self.assertEqual(self._get(), [])

    def test_text_is_in_the_language_asked_for(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        text = self.terms.create({"document": "intake", "text": "Terms"})
        text.with_context(lang="pl_PL").text = "Regulamin"
        self.assertEqual(self._get(lang="pl_PL"), ["Regulamin"])
        self.assertEqual(self._get(lang="en_US"), ["Terms"])

    def test_one_text_for_one_document_of_a_branch(self):
        values = {"document": "intake", "branch_id": self.branch.id}
        self.terms.create(values).active = False
        self.env.flush_all()
        self.terms.create(values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.terms.create(values)

    def test_only_a_head_words_them(self):
        terms = self.terms.create({"document": "intake", "text": "Terms"})
        for user in (self.desk, self.engineer, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                terms.with_user(user).text = "Mine"

    @users("head")
    def test_a_head_words_them(self):
        terms = self.env["service.document.terms"].create({"document": "intake"})
        terms.text = "Mine"
        self.assertEqual(terms.display_name, "Intake Receipt")
