from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import LeadsCommon

FORGED = "Petr <petr@example.com>"


@tagged("post_install", "-at_install")
class TestLeadTrust(LeadsCommon):
    """A From address proves nothing, and neither does a number in a letter."""

    def test_a_letter_never_changes_the_customer_it_names(self):
        lead = self._receive("My phone is +7 912 999-88-77, write to me", sender=FORGED)
        self.assertFalse(lead.partner_id, "the numbers differ")
        self.assertEqual(lead.suggested_partner_id, self.known)
        lead.with_user(self.desk).action_accept_customer()
        lead.with_user(self.desk).phone = "+7 912 555-44-33"
        lead.with_user(self.desk).email_from = "other@example.com"
        self.assertEqual(lead.partner_id, self.known)
        self.assertEqual(self.known.phone, "+7 912 111-22-33")
        self.assertEqual(self.known.email, "petr@example.com")

    def test_address_alone_links_but_says_that_it_is_not_proven(self):
        lead = self._receive("My phone is broken", sender=FORGED)
        self.assertEqual(lead.partner_id, self.known)
        self.assertEqual(lead.customer_found_by, "email")

    def test_address_and_phone_of_one_customer_link(self):
        lead = self._receive("Call 8 912 111 22 33", sender=FORGED)
        self.assertEqual(lead.customer_found_by, "both")

    def test_a_phone_with_a_foreign_address_is_only_a_suggestion(self):
        lead = self._receive("I am Petr, call +7 912 111-22-33")
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.suggested_partner_id, self.known)

    def test_address_of_one_and_phone_of_another_link_nobody(self):
        lead = self._receive("Call me: +7 912 345-67-89", sender=FORGED)
        self.assertFalse(lead.partner_id)

    def test_people_of_the_house_are_nobodys_customers(self):
        self.desk.partner_id.email = "desk@repair.example.com"
        lead = self._receive("Issue it for free", sender="desk@repair.example.com")
        self.assertTrue(lead)
        self.assertFalse(lead.partner_id)
        self.assertFalse(lead.user_id)

    def test_what_is_known_of_a_customer_is_not_filled_in_for_a_stranger(self):
        self.known.street = "Secret Street 7"
        lead = self._receive("It is broken", sender="petr@example.com")
        self.assertEqual(lead.partner_id, self.known)
        self.assertFalse(lead.contact_name)
        self.assertFalse(lead.phone)
        self.known.write({"phone": "+7 912 000-11-22", "name": "Other"})
        self.assertFalse(lead.contact_name)
        self.assertFalse(lead.phone)

    def test_no_script_of_a_letter_survives(self):
        lead = self._receive(
            "plain",
            html="<p onclick='x()'>Hi<script>alert(1)</script>"
            "<a href='javascript:x()'>y</a><img src=x onerror=alert(2)></p>",
        )
        body = lead.message_ids.filtered(lambda m: m.message_type == "email").body
        for word in ("<script", "onclick", "onerror", "javascript:"):
            self.assertNotIn(word, body)
            self.assertNotIn(word, lead.fault or "")

    @users("desk")
    def test_nobody_writes_what_only_the_server_knows(self):
        lead = self._receive("Hello").with_env(self.env)
        for name, value in (
            ("service_code", "X"),
            ("to_order", 100.0),
            ("date_answered", "2026-01-01"),
            ("customer_found_by", "both"),
            ("date_consent", "2026-01-01"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, "by itself"):
                lead.write({name: value})
            with self.subTest(name), self.assertRaisesRegex(UserError, "by itself"):
                lead.create({"name": "x", name: value})
            made = lead.with_context(**{f"default_{name}": value}).create(
                {"name": "x", "branch_id": self.branch.id}
            )
            self.assertNotEqual(made[name], value)

    def test_house_numbers_in_a_quoted_letter_are_nobodys(self):
        self.env.company.partner_id.phone = "+7 912 000-00-01"
        lead = self._receive("Sent to +7 912 000-00-01. My own: +7 912 000-00-02")
        self.assertEqual(lead.phone_sanitized, "+79120000002")

    @users("desk")
    def test_a_customer_made_of_a_request_has_only_what_was_said(self):
        lead = self._receive("Nokla X7 broken", sender=FORGED).with_env(self.env)
        lead.action_unlink_customer()
        self.assertFalse(lead.partner_id)
        lead.contact_name = "Somebody Else"
        order = self.env["service.order"].browse(lead.action_to_order()["res_id"])
        self.assertNotEqual(order.partner_id, self.known)
        self.assertEqual(order.partner_id.name, "Somebody Else")
