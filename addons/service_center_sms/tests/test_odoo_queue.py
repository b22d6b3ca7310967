from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sms.tools.sms_api import SmsApi

from .common import SmsCommon


@tagged("post_install", "-at_install")
class TestOdooQueue(SmsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.partner = cls.env["res.partner"].create(
            {
                "name": "Ivan",
                "phone": "+7 912 000 11 22",
                "country_id": cls.env.ref("base.ru").id,
            }
        )

    def _message(self, record=None):
        record = record or self.partner
        return record.with_context(**self.TRACKED)._message_sms("Готово")

    def _handed(self):
        return self.rows.search([("sms_uuid", "!=", False)], order="id")

    def _notification(self, message):
        self.env.invalidate_all()
        return message.notification_ids.filtered(
            lambda each: each.notification_type == "sms"
        )

    def test_a_text_of_the_chatter_takes_our_way_and_the_chatter_knows(self):
        message = self._message()
        self.assertFalse(self.gateway.seen, "nothing in the transaction")
        sms = self._handed()
        self.assertRecordValues(
            sms,
            [
                {
                    "number": "+79120001122",
                    "partner_id": self.partner.id,
                    "state": "waiting",
                }
            ],
        )
        self.assertEqual(self._notification(message).notification_status, "process")
        self._send()
        self.assertEqual(self._notification(message).notification_status, "pending")
        secret = sms._get_report_secret()
        self.rows._take_report(sms.uuid, secret, {"state": "delivered"})
        self.assertEqual(self._notification(message).notification_status, "sent")

    def test_a_refusal_is_seen_in_the_chatter(self):
        self.gateway.mood = "refuse"
        message = self._message()
        self._send()
        self.assertRecordValues(
            self._notification(message),
            [
                {
                    "notification_status": "exception",
                    "failure_type": "sms_number_format",
                    "failure_reason": "No such number",
                }
            ],
        )

    def test_what_is_uncertain_is_not_offered_for_another_go(self):
        self.gateway.mood = "drop_after"
        message = self._message()
        self._send()
        self.assertEqual(self._notification(message).notification_status, "process")

    def test_a_text_of_an_order_belongs_to_its_branch(self):
        order = self._create_order()
        self._message(order.sudo())
        self.assertRecordValues(
            self._handed(), [{"order_id": order.id, "branch_id": self.branch.id}]
        )

    def test_the_queue_of_two_companies_passes(self):
        theirs = self._create_provider(name="Theirs")
        self.other.service_sms_provider_id = theirs
        queue = self.env["sms.sms"]
        texts = queue.create({"number": "+79120000001", "body": "one"})
        texts += queue.with_company(self.other).create(
            {"number": "+79120000002", "body": "two"}
        )
        queue._process_queue()
        self.assertEqual(set(texts.mapped("state")), {"process"})
        self.assertRecordValues(
            self._handed(),
            [
                {"company_id": self.env.company.id, "provider_id": self.provider.id},
                {"company_id": self.other.id, "provider_id": theirs.id},
            ],
        )
        queue._process_queue()
        self.assertEqual(len(self._handed()), 2)

    def test_a_company_without_a_provider_keeps_odoos_own_way(self):
        calls = []

        def send(api, messages, delivery_reports_url=False):
            calls.append(api.env.company)
            return [
                {"uuid": number["uuid"], "state": "success"}
                for message in messages
                for number in message["numbers"]
            ]

        self.patch(SmsApi, "_send_sms_batch", send)
        queue = self.env["sms.sms"]
        mine = queue.create({"number": "+79120000001", "body": "one"})
        their = queue.with_company(self.other).create(
            {"number": "+79120000002", "body": "two"}
        )
        with mute_logger("odoo.addons.sms.models.sms_sms"):
            queue._process_queue()
        self.assertEqual((mine.state, their.state), ("process", "pending"))
        self.assertEqual(calls, [self.other])
        self.assertEqual(self._handed().sms_uuid, mine.uuid)

    def test_a_wrong_number_fails_where_it_can_be_seen(self):
        queue = self.env["sms.sms"]
        sms = queue.create({"number": "12", "body": "one"})
        queue._process_queue()
        self.assertRecordValues(
            self._handed(), [{"state": "failed", "failure_type": "sms_number_format"}]
        )
        self.assertRecordValues(
            sms, [{"state": "error", "failure_type": "sms_number_format"}]
        )

    def test_a_forgotten_customer_is_forgotten_here_too(self):
        self._message()
        sms = self._handed()
        self.partner._anonymize("asked")
        self.env.invalidate_all()
        self.assertRecordValues(
            sms, [{"state": "cancelled", "number": False, "body": False}]
        )
        self._send()
        self.assertFalse(self.gateway.seen)
