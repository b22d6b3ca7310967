from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common_text import NOON, TextCommon


@tagged("post_install", "-at_install")
class TestTextChatter(TextCommon):
    def setUp(self):
        super().setUp()
        self._use("in_progress")
        self.order = self._create_order().with_context(**self.TRACKED)
        self.order.with_user(self.engineer).action_start()
        self.row = self._rows(self.order)

    def _messages(self):
        return self.order.message_ids.filtered(lambda m: m.message_type == "sms")

    def test_what_was_sent_stands_in_the_chatter(self):
        self.assertFalse(self._messages(), "the event posts nothing")
        self._send()
        message = self._messages()
        self.assertEqual(message.author_id, self.engineer.partner_id)
        self.assertIn("has begun", message.body)
        self.assertRecordValues(
            message.notification_ids,
            [
                {
                    "notification_type": "sms",
                    "notification_status": "pending",
                    "res_partner_id": self.customer.id,
                }
            ],
        )

    def test_its_delivery_is_seen_there(self):
        self._send()
        self.row._report(self.provider._judge_report("delivered"))
        self.assertEqual(self._messages().notification_ids.notification_status, "sent")

    def test_a_failure_is_seen_there_once(self):
        self.order.partner_phone = "123"
        self._send()
        self.assertEqual(
            self._messages().notification_ids.notification_status, "exception"
        )
        self.row.action_send_again()
        self._send()
        self.assertEqual(len(self._messages()), 1)

    def test_what_was_cancelled_is_not(self):
        self.customer.sms_opt_out = True
        self._send()
        self.assertFalse(self._messages())

    def test_that_it_was_sent_is_kept_whatever_the_chatter_says(self):
        model = self.env.registry["service.sms"]
        with (
            patch.object(model, "_show_in_chatter", side_effect=ValueError),
            mute_logger("odoo.addons.service_center_sms.models.service_sms_chatter"),
        ):
            self._send()
        self.assertEqual(self.row.state, "sent")

    def test_what_a_killed_worker_left_is_shown_by_the_next(self):
        model = self.env.registry["service.sms"]
        with patch.object(model, "_show_rest", return_value=False):
            self._send()
        self.assertEqual(self.row.state, "sent")
        self.assertFalse(self._messages())
        self._send()
        self._send()
        self.assertEqual(len(self._messages()), 1)

    def test_one_that_cannot_be_shown_hides_no_other(self):
        others = self._create_order(serial="S-2") + self._create_order(serial="S-3")
        others.with_user(self.engineer).action_start()
        model = self.env.registry["service.sms"]
        show = model._show_in_chatter

        def fail(rows):
            if others[0] in rows.order_id:
                raise ValueError
            return show(rows)

        with (
            patch.object(model, "_show_in_chatter", fail),
            mute_logger("odoo.addons.service_center_sms.models.service_sms_chatter"),
        ):
            self._send()
        self.assertTrue(self._messages())
        self.assertFalse(others[0].message_ids.filtered("notification_ids"))
        self.assertTrue(others[1].message_ids.filtered("notification_ids"))

    def test_two_texts_about_one_order_are_two_messages(self):
        self._text("another", order_id=self.order.id)
        self._send()
        self.assertEqual(len(self._messages()), 2)

    def test_showing_many_costs_no_more_than_showing_few(self):
        costs = []
        for count in (2, 20):
            orders = self.order.browse()
            for number in range(count):
                orders += self._create_order(serial=f"N-{count}-{number}")
            orders.with_user(self.engineer).action_start()
            model = self.env.registry["service.sms"]
            with patch.object(model, "_show_rest", return_value=False):
                self._send()
            costs.append(self._count_queries(self.rows._show_rest))
        self.assertLessEqual(costs[1], costs[0] + 2, costs)

    def test_odoos_own_are_not_shown_twice(self):
        self.order.with_user(self.desk)._message_sms("Hello")
        self._send()
        self.assertEqual(len(self._messages()), 2, "the event's and the desk's")


@tagged("post_install", "-at_install")
class TestTextByHand(TextCommon):
    def _open(self, order):
        action = order.action_text_customer()
        return Form(self.env["sms.composer"].with_context(**action["context"]))

    @users("desk")
    def test_the_desk_writes_to_the_customer_of_an_order(self):
        order = self._create_order().with_env(self.env)
        self.provider.sudo().price_segment = 2.5
        with self._open(order) as form:
            form.template_id = self.env.ref("service_center_sms.sms_template_call")
            self.assertIn(order.name, form.body)
            self.assertEqual(form.recipient_single_number_itf, "+79123456789")
            self.assertEqual(form.service_price, 2.5)
            self.assertFalse(form.service_warning)
            form.body = "Приезжайте"
        form.record.action_send_sms()
        row = self._rows(order.sudo())
        self.assertRecordValues(
            row, [{"body": "Приезжайте", "state": "waiting", "order_id": order.id}]
        )
        self.assertEqual(row.branch_id, self.branch)

    @users("desk")
    def test_it_says_when_the_customer_wants_none(self):
        order = self._create_order().with_env(self.env)
        self.customer.sms_opt_out = True
        self.assertTrue(self._open(order).service_warning)
        self.customer.sms_opt_out = False
        self.env["phone.blacklist"].sudo().create({"number": "+79123456789"})
        self.assertTrue(self._open(order).service_warning)

    @users("desk")
    def test_an_issued_order_is_left_as_it_is(self):
        order = self._finish(self._create_order()).with_env(self.env)
        order.action_issue()
        form = self._open(order)
        form.recipient_single_number_itf = "+79120000000"
        form.body = "Thanks"
        form.save().action_send_sms()
        [row] = self._rows(order.sudo()).filtered("sms_uuid")
        self.assertEqual(row.number, "+79120000000")
        self.assertEqual(order.partner_phone, "+7 912 345-67-89")

    @users("stranger")
    def test_a_stranger_learns_nothing_from_the_composer(self):
        order = self._create_order()
        self.customer.sms_opt_out = True
        composer = self.env["sms.composer"].new(
            {"res_model": "service.order", "res_id": order.id}
        )
        self.assertFalse(composer.service_warning)

    def test_the_button_is_there_with_a_provider_alone(self):
        order = self._create_order()
        self.assertTrue(order.is_sms_on)
        self.env.company.service_sms_provider_id = False
        order.invalidate_recordset()
        self.assertFalse(order.is_sms_on)
        self.branch.sms_provider_id = self.provider
        order.invalidate_recordset()
        self.assertTrue(order.is_sms_on)


@tagged("post_install", "-at_install")
class TestTextSeen(TextCommon):
    def setUp(self):
        super().setUp()
        self._use("in_progress")

    def _row(self, **vals):
        order = self._create_order(**vals)
        order.with_user(self.engineer).action_start()
        self._send()
        return self._rows(order)

    def test_the_order_counts_its_texts(self):
        order = self._row().order_id.with_user(self.desk)
        self.assertEqual(order.sms_count, 1)
        action = order.action_view_texts()
        found = self.rows.with_user(self.desk).search(action["domain"])
        self.assertEqual(found.order_id, order)

    def test_another_branch_sees_none_of_it(self):
        row = self._row()
        with self.assertRaises(AccessError):
            row.with_user(self.stranger).read(["body"])
        with self.assertRaises(AccessError):
            row.with_user(self.engineer).read(["body"])

    def test_a_wrong_number_is_mended_and_the_text_goes(self):
        row = self._row(partner_phone="123")
        self.assertIn("mend", row.hint)
        action = row.with_user(self.desk).action_fix_number()
        cure = Form(
            self.env["service.sms.cure"]
            .with_user(self.desk)
            .with_context(**action["context"])
        )
        self.assertEqual(cure.number, "123")
        cure.number = "8 912 000-11-22"
        cure.save().action_send()
        self._send()
        self.assertRecordValues(row, [{"state": "sent", "number": "+79120001122"}])
        self.assertEqual(row.order_id.partner_phone, "+79120001122")

    def test_what_is_no_number_mends_nothing(self):
        row = self._row(partner_phone="123")
        cure = self.env["service.sms.cure"].with_user(self.desk)
        with self.assertRaises(UserError):
            cure.create({"sms_id": row.id, "number": "12"}).action_send()

    def test_nobody_mends_texts_of_other_branches(self):
        row = self._row(partner_phone="123")
        cure = self.env["service.sms.cure"].with_user(self.stranger)
        with self.assertRaises(AccessError):
            cure.create({"sms_id": row.id, "number": "+79120001122"}).action_send()

    def test_a_no_that_was_taken_back_lets_the_text_go(self):
        self.customer.sms_opt_out = True
        row = self._row()
        self.assertEqual(row.state, "cancelled")
        row.with_user(self.desk).action_take_consent()
        self.assertFalse(self.customer.sms_opt_out)
        self._send()
        self.assertEqual(row.state, "sent")

    def test_other_cancelled_texts_are_not_taken_up(self):
        self.env["phone.blacklist"].create({"number": "+79123456789"})
        row = self._row()
        with self.assertRaises(UserError):
            row.with_user(self.desk).action_take_consent()
        self.env["phone.blacklist"].search([]).unlink()

    def test_a_no_on_the_order_is_not_taken_back_by_a_click(self):
        self.env["service.consent"].create(
            {"name": "Texts", "text": "x", "is_about_sms": True, "required": False}
        )
        order = self._create_order()
        order.consent_ids.filtered("consent_id.is_about_sms").action_decline()
        order.with_user(self.engineer).action_start()
        self._send()
        with self.assertRaisesRegex(UserError, "declined"):
            self._rows(order).with_user(self.desk).action_take_consent()

    def _tile(self, user):
        home = self.env["service.home"].with_user(user).get_home()
        return next((tile for tile in home["tiles"] if tile["key"] == "sms"), None)

    def test_the_head_sees_how_texts_go(self):
        self.provider.price_segment = 1.5
        self.env.company.service_sms_month_budget = 1000
        with freeze_time(NOON):
            self._row()
            self._row(partner_phone="123", serial="2")
            order = self._create_order(serial="3")
            order.with_user(self.engineer).action_start()
            tile = self._tile(self.head)
        figures = {each["key"]: each["value"] for each in tile["figures"]}
        self.assertEqual(figures.pop("sms_failed"), 1)
        self.assertEqual(
            figures,
            {"sms_uncertain": 0, "sms_waiting": 1, "sms_today": 1, "sms_spent": 1.5},
        )
        self.assertIn("last accepted", tile["title"])
        for figure in tile["figures"]:
            self.assertIn("domain", figure["action"])

    def test_others_do_not_and_nobody_without_a_provider(self):
        self.assertTrue(self._tile(self.head))
        self.assertFalse(self._tile(self.desk))
        self.env.company.service_sms_provider_id = False
        self.assertFalse(self._tile(self.head))
