from odoo.tests import tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestSender(ServiceCommon):
    """From whom customers get the messages of a stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.email = "service@example.com"
        cls.customer.email = "anna@example.com"
        cls.template = cls.env["mail.template"].create(
            {
                "name": "In work",
                "model_id": cls.env["ir.model"]._get_id("service.order"),
                "subject": "{{ object.name }}",
                "partner_to": "{{ object.partner_id.id }}",
                "body_html": "<p>We have begun.</p>",
            }
        )
        cls.stage_in_progress.mail_template_id = cls.template

    def _get_senders(self, orders):
        self._write_notes()
        orders.with_context(**self.TRACKED).with_user(self.engineer).action_start()
        self._write_notes()
        messages = orders.message_ids.filtered(lambda m: "begun" in (m.body or ""))
        self.assertEqual(len(messages), len(orders))
        return set(messages.mapped("email_from"))

    def test_a_message_of_a_stage_comes_from_the_company(self):
        sender = self.env.company.email_formatted
        self.assertEqual(self._get_senders(self._create_order()), {sender})

    def test_so_do_many_at_once(self):
        orders = self._create_order(serial="A1") + self._create_order(serial="A2")
        sender = self.env.company.email_formatted
        self.assertEqual(self._get_senders(orders), {sender})

    def test_the_template_may_name_another(self):
        self.template.email_from = "workshop@example.com"
        senders = self._get_senders(self._create_order())
        self.assertEqual(senders, {"workshop@example.com"})
