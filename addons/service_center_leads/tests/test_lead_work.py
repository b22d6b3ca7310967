from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import SQL

from .common import LeadsCommon


@tagged("post_install", "-at_install")
class TestLeadWork(LeadsCommon):
    """Answering: until when, by call or letter, for how much; duplicates; home."""

    def _note(self, **vals):
        """A request that the desk notes during a call."""
        leads = self.leads.with_user(self.desk).with_context(service_leads=True)
        return leads.create({"contact_name": "Ann", "phone": "89123456700", **vals})

    @users("desk")
    def test_a_call_is_noted_with_a_form(self):
        form = Form(
            self.leads.with_env(self.env).with_context(service_leads=True),
            "service_center_leads.crm_lead_view_form_service",
        )
        with self.assertRaisesRegex(AssertionError, "contact_name is a required"):
            form.save()  # as closing the window does: nothing is made of nothing
        form.contact_name = "Ann"
        form.fault = "Does not start"
        form.device_type_id = self.phone_type
        lead = form.save()
        self.assertEqual(lead.branch_id, self.branch)
        self.assertEqual(lead.team_id, self.branch.lead_team_id)
        self.assertEqual(lead.name, "Does not start")
        self.assertEqual(lead.user_id, self.desk)
        self.assertEqual(lead.medium_id, self.env.ref("utm.utm_medium_phone"))
        self.assertEqual(lead.activity_ids.user_id, self.desk)
        self.assertTrue(lead.service_code)

    def test_whoever_takes_a_request_keeps_it_in_its_branch(self):
        lead = self._receive()
        lead.with_user(self.head).user_id = self.desk
        self.assertEqual(lead.branch_id, self.branch)
        self.assertEqual(lead.activity_ids.user_id, self.desk)
        lead.with_user(self.head).branch_id = self.other_branch
        self.assertEqual(lead.team_id, self.other_branch.lead_team_id)

    def test_an_answer_in_time_and_one_too_late(self):
        self.branch.resource_calendar_id = False
        self.env.company.resource_calendar_id = False
        for hour, late in (("11:00", False), ("12:30", True)):
            with self.subTest(hour):
                with freeze_time("2026-03-02 10:00:00"), self._now("10:00"):
                    lead = self._receive(f"Case {late}")
                    lead.invalidate_recordset()
                self.env.execute_query(
                    SQL(
                        "UPDATE crm_lead SET create_date = '2026-03-02 10:00' "
                        "WHERE id = %s",
                        lead.id,
                    )
                )
                lead.invalidate_recordset()
                with freeze_time(f"2026-03-02 {hour}:00"), self._now(hour):
                    self.assertEqual(lead.is_answer_late, late)
                    lead.with_user(self.desk).message_post(
                        body="Come by",
                        message_type="comment",
                        subtype_xmlid="mail.mt_comment",
                    )
                self.assertEqual(lead.hours_to_answer, 1.0 if not late else 2.5)
                self.assertEqual(lead.was_answered_late, late)
                found = self.leads.search([("is_answer_late", "=", True)])
                self.assertEqual(lead in found, late)

    def _now(self, hour):
        moment = datetime.fromisoformat(f"2026-03-02 {hour}:00")
        return patch.object(type(self.env.cr), "now", lambda _cr: moment)

    def test_notes_and_letters_of_the_customer_are_no_answer(self):
        lead = self._receive(msgid="<q@elsewhere.example>")
        lead.with_user(self.desk).message_post(body="Ask the boss")
        self.threads.message_process(
            False, self._letter(headers={"In-Reply-To": "<q@elsewhere.example>"})
        )
        lead.invalidate_recordset()
        self.assertFalse(lead.date_answered)

    @users("desk")
    def test_a_call_is_noted_by_one_press(self):
        lead = self._receive().with_env(self.env)
        lead.action_call_missed()
        self.assertFalse(lead.date_answered)
        self.assertEqual(lead.user_id, self.desk)
        self.assertEqual(lead.activity_ids.summary, "Call again")
        lead.action_call_reached()
        self.assertTrue(lead.date_answered)
        self.assertEqual(lead.call_count, 2)
        self.assertEqual(len(lead.activity_ids), 1)
        self.assertTrue(lead.activity_ids.date_deadline)

    @users("desk")
    def test_the_price_matrix_says_how_much(self):
        fault = self.env["service.fault"].sudo().create({"name": "Screen"})
        self.env["service.price.rule"].sudo().create(
            {
                "model_id": self.model.id,
                "fault_id": fault.id,
                "item_ids": [Command.create({"product_id": self.work.id})],
            }
        )
        lead = self._receive("Nokla X7").with_env(self.env)
        self.assertFalse(lead.price_amount)
        lead.fault_id = fault
        self.assertEqual(lead.price_amount, 1500)
        order = self.env["service.order"].browse(lead.action_to_order()["res_id"])
        self.assertEqual(order.fault_id, fault)

    @users("desk")
    def test_what_is_missing_for_an_order_is_said_at_once(self):
        lead = self._receive("Hm", sender="x@elsewhere.example").with_env(self.env)
        with self.assertRaisesRegex(UserError, "Contact Name(.|\n)*Device Type"):
            lead.action_to_order()
        self.assertNotEqual(lead.won_status, "won")

    @users("desk")
    def test_a_known_device_is_recognised_by_its_serial(self):
        device = self._create_order(serial="SN-4411-A").device_id
        lead = self._receive("It is me again, serial sn 4411/a or SN-4411-A")
        self.assertEqual(lead.device_id, device)
        order = lead.with_env(self.env)
        order.contact_name = "Ann"
        order = self.env["service.order"].browse(order.action_to_order()["res_id"])
        self.assertEqual(order.device_id, device)

    def test_an_imei_is_taken_for_a_serial_number(self):
        lead = self._receive("My phone, IMEI 35 693803 564380 9, is dead")
        self.assertEqual(lead.serial, "356938035643809")
        self.assertFalse(lead.phone)

    @users("desk")
    def test_duplicates_are_shown_and_merged(self):
        one = self._receive("Call +7 912 345-67-00, the screen").with_env(self.env)
        two = self._receive(
            "Other words, 89123456700", sender="b@elsewhere.example"
        ).with_env(self.env)
        codes = {one.service_code, two.service_code}
        self.assertEqual(two.same_lead_ids, one)
        action = two.action_merge_same()
        merged = self.leads.browse(action["res_id"])
        self.assertEqual(len((one | two).exists()), 1)
        self.assertIn("the screen", merged.fault)
        self.assertIn("Other words", merged.fault)
        other = (codes - {merged.service_code}).pop()
        self.assertTrue(merged.message_ids.filtered(lambda m: other in m.body))

    @users("desk")
    def test_merging_loses_no_letter_no_photo_and_no_action(self):
        one = self._receive("Nokla X7, +7 912 345-67-00, one", photos=["one.jpg"])
        two = self._receive(
            "Words 89123456700, two", sender="b@elsewhere.example", photos=["two.jpg"]
        )
        both = (one | two).with_env(self.env)
        messages, files = both.message_ids, both.photo_ids
        letters = messages.filtered(lambda each: each.message_type == "email")
        self.assertEqual((len(letters), len(files)), (2, 2))
        todo = two.with_env(self.env).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.env.uid, summary="Ask Ann"
        )
        merged = self.leads.with_env(self.env).browse(
            both[0].action_merge_same()["res_id"]
        )
        self.assertEqual(letters.exists() & merged.message_ids, letters)
        merged.invalidate_recordset()
        self.assertEqual(merged.photo_ids, files)
        self.assertIn(todo, merged.activity_ids)
        order = self.env["service.order"].browse(merged.action_to_order()["res_id"])
        self.assertEqual(len(order.photo_ids), 2)
        self.assertEqual(letters & order.message_ids, letters)

    @users("head")
    def test_requests_of_two_branches_are_not_merged(self):
        one, two = self._receive("One"), self._receive("Two and more")
        two.branch_id = self.other_branch
        with self.assertRaisesRegex(UserError, "different branches"):
            (one | two).with_env(self.env).merge_opportunity()

    @users("desk")
    def test_an_order_stays_with_the_request_it_is_merged_into(self):
        one = self._receive("Nokla X7, +7 912 345-67-00").with_env(self.env)
        order = self.env["service.order"].browse(one.action_to_order()["res_id"])
        two = self._receive("Again, 89123456700").with_env(self.env)
        merged = (one | two).merge_opportunity()
        self.assertEqual(order.lead_id, merged)

    @users("desk")
    def test_a_request_is_lost_with_a_reason(self):
        lead = self._receive().with_env(self.env)
        reason = self.env["crm.lost.reason"].search([], limit=1)
        wizard = self.env["crm.lead.lost"].create(
            {"lead_ids": [Command.set(lead.ids)], "lost_reason_id": reason.id}
        )
        wizard.action_lost_reason_apply()
        self.assertEqual(lead.won_status, "lost")
        self.assertEqual(lead.lost_reason_id, reason)

    def test_a_competitor_is_noticed(self):
        rival = self.env["service.competitor"].create({"name": "Quick Fix"})
        lead = self._receive("At quick fix they asked for 5000")
        self.assertEqual(lead.competitor_id, rival)

    @users("desk")
    def test_home_shows_what_waits(self):
        self._receive("One")
        mine = self._receive("Two and more").with_env(self.env)
        mine.action_call_reached()
        tiles = self.env["service.home"].get_home()["tiles"]
        tile = next(each for each in tiles if each["key"] == "leads")
        values = {each["key"]: each["value"] for each in tile["figures"]}
        self.assertEqual(
            values,
            {
                "leads_late": 0,
                "leads_unanswered": 1,
                "leads_new": 1,
                "leads_mine": 1,
                "leads_idle": 0,
            },
        )
        for figure in tile["figures"]:
            found = self.leads.with_env(self.env).search(figure["action"]["domain"])
            self.assertEqual(len(found), figure["value"])

    @users("engineer")
    def test_engineers_see_no_requests_at_home(self):
        tiles = self.env["service.home"].get_home()["tiles"]
        self.assertNotIn("leads", [each["key"] for each in tiles])

    def test_reports_count_what_became_orders(self):
        one = self._receive("Nokla X7")
        self._receive("Other words")
        one.with_user(self.desk).action_to_order()
        mail = self.env.ref("utm.utm_medium_email")
        rows = self.leads.with_user(self.desk)._read_group(
            [("branch_id", "=", self.branch.id)],
            ["medium_id"],
            ["__count", "to_order:avg", "hours_to_answer:avg"],
        )
        self.assertEqual(rows[0][:3], (mail, 2, 50.0))

    def test_a_new_branch_has_an_address_of_its_own(self):
        new = self.env["service.branch"].create({"name": "New", "code": "NW"})
        twin_company = self.env["res.company"].create({"name": "Other"})
        twin = self.env["service.branch"].create(
            {"name": "Twin", "code": "NW", "company_id": twin_company.id}
        )
        self.assertEqual(new.lead_team_id.alias_name, "service-nw")
        self.assertEqual(twin.lead_team_id.alias_name, "service-nw-2")
        self.env.company.service_lead_teams = False
        self.assertFalse(
            self.env["service.branch"].create({"name": "No", "code": "NO"}).lead_team_id
        )

    def test_a_head_may_open_a_branch(self):
        new = (
            self.env["service.branch"]
            .with_user(self.head)
            .create({"name": "New", "code": "NW"})
        )
        self.assertTrue(new.lead_team_id)
        with self.assertRaises(AccessError):
            new.lead_team_id.with_user(self.desk).name = "Mine"

    def test_a_customer_is_forgotten_with_his_requests(self):
        lead = self._receive("Secret words", sender="petr@example.com")
        self._receive("Newsletter", sender="petr@example.com", headers={"List-Id": "x"})
        self.known.with_user(self.head)._anonymize("asked for")
        lead.invalidate_recordset()
        self.assertFalse(lead.fault or lead.email_from or lead.message_ids)
        self.assertEqual(lead.name, "—")
        self.assertFalse(self.letters.search([]))

    def test_lost_requests_are_forgotten_after_their_time(self):
        lead, other = self._receive("Secret words"), self._receive("Others")
        (lead | other).action_set_lost()
        self.env.flush_all()
        self.env.execute_query(
            SQL("UPDATE crm_lead SET write_date = '2020-01-01' WHERE id = %s", lead.id)
        )
        self.leads.invalidate_model()
        self.leads._gc_lost_leads()
        self.assertFalse(lead.fault)
        self.assertTrue(other.fault)
