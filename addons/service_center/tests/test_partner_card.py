from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestPartnerCard(ServiceCommon):
    """One customer, one card: who was typed in twice is seen and merged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["res.partner"].create(
            {
                "name": "Крылова А.",
                "phone": "8 (912) 345 67 89",
                "email": "krylova@example.com",
            }
        )

    def test_the_same_phone_is_warned_of_in_any_spelling(self):
        self.assertEqual(self.customer.same_phone_ids, self.twin)
        form = Form(self.env["res.partner"].with_user(self.desk))
        form.name = "Anna"
        form.phone = "+79123456789"
        self.assertEqual(form.same_phone_ids[:], self.customer + self.twin)

    def test_customers_are_offered_by_phone_in_any_spelling(self):
        partners = self.env["res.partner"].with_user(self.desk)
        both = self.customer + self.twin
        for number in ("8 (912) 345-67-89", "+79123456789", "912 345 67 89"):
            with self.subTest(number):
                found = [each for each, _name in partners.name_search(number)]
                self.assertEqual(sorted(found), sorted(both.ids))
                found = partners.search([("phone_mobile_search", "ilike", number)])
                self.assertEqual(found, both)

    def test_digits_that_are_nobodys_phone_are_looked_for_elsewhere(self):
        self.twin.ref = "9123450000"
        partners = self.env["res.partner"].with_user(self.desk)
        [(found, _name)] = partners.name_search("9123450000")
        self.assertEqual(found, self.twin.id)

    def test_people_of_one_company_may_share_a_phone(self):
        company = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        (self.customer + self.twin).parent_id = company
        self.assertFalse(self.customer.same_phone_ids)

    def test_one_query_for_many_cards(self):
        partners = self.env["res.partner"].search([], limit=40)
        partners.mapped("commercial_partner_id.phone_sanitized")
        with self.assertQueryCount(3):
            partners.mapped("same_phone_ids")

    def _merge(self, user):
        action = self.customer.with_user(user).action_merge_same_phone()
        wizard = (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create({})
        )
        wizard.action_merge()

    def test_merged_everything_follows(self):
        order = self._create_order(partner_id=self.twin.id)
        mine = self._create_order(serial="2")
        self._finish(order).with_user(self.desk).action_issue()
        self._merge(self.desk)
        kept = (self.customer + self.twin).exists()
        self.assertEqual(len(kept), 1)
        self.env.invalidate_all()
        self.assertEqual(kept.service_order_ids, order + mine)
        self.assertEqual(order.device_id.partner_id, kept)
        for number in ("+7 912 345-67-89", kept.name):
            found = self.env["service.order"].search(
                [("display_name", "ilike", number)]
            )
            self.assertEqual(found, order + mine, number)

    def test_contacts_who_can_log_in_are_not_merged_by_phone_alone(self):
        self.desk.partner_id.phone = self.customer.phone
        self.env.flush_all()
        with self.assertRaises(UserError):
            self.env["base.partner.merge.automatic.wizard"].with_user(self.desk)._merge(
                (self.twin + self.desk.partner_id).ids
            )

    def test_papers_of_a_supplier_hang_on_his_card(self):
        action = self.customer.with_user(self.desk).action_view_documents()
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.desk)
            .with_context(**action["context"])
            .create({"name": "Contract.pdf", "raw": b"%PDF-"})
        )
        self.assertEqual(
            (attachment.res_model, attachment.res_id), ("res.partner", self.customer.id)
        )
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.document_count, 1)
