from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mail.models.mail_mail import MailMail

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestOrderMail(ServiceCommon):
    """A mail server that does not answer is no matter of whoever works on an order."""

    def test_a_letter_about_an_order_waits_in_the_queue_which_is_woken(self):
        order = self._create_order()
        self.customer.email = "anna@example.com"
        job = self.env.ref("mail.ir_cron_mail_scheduler_action")
        woken = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        with patch.object(MailMail, "send_after_commit") as sent:
            message = order.with_user(self.desk).message_post(
                body="Ready",
                partner_ids=self.customer.ids,
                subtype_xmlid="mail.mt_comment",
            )
        sent.assert_not_called()
        letter = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertEqual(letter.state, "outgoing")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        self.assertGreater(triggers, woken)
