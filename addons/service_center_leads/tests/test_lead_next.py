from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged, users

from .common import LeadsCommon

NEXT = "service_center_leads.mail_activity_type_next"


@tagged("post_install", "-at_install")
class TestLeadNext(LeadsCommon):
    """An open request always has a next action with a date."""

    def _assert_planned(self, lead):
        lead.invalidate_recordset()
        self.assertEqual(len(lead.activity_ids), 1)
        self.assertEqual(lead.activity_ids.activity_type_id, self.env.ref(NEXT))
        self.assertGreater(lead.activity_ids.date_deadline, fields.Date.today())

    @users("desk")
    def test_done_with_the_first_action_the_next_is_planned(self):
        lead = self._receive().with_env(self.env)
        for _each in range(2):
            lead.activity_ids.action_feedback("Written")
            self._assert_planned(lead)
            self.assertEqual(lead.activity_ids.user_id, self.desk)

    @users("desk")
    def test_called_off_or_put_away_the_next_is_planned(self):
        for act in ("action_cancel", "action_archive", "unlink"):
            with self.subTest(act):
                lead = self._receive(f"By {act}").with_env(self.env)
                getattr(lead.activity_ids, act)()
                self._assert_planned(lead)

    @users("desk")
    def test_whoever_plans_something_himself_is_not_disturbed(self):
        lead = self._receive().with_env(self.env)
        lead.activity_ids.action_feedback()
        mine = lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.env.uid, summary="Ask Petr"
        )
        lead.invalidate_recordset()
        self.assertEqual(lead.activity_ids, mine)

    @users("desk")
    def test_a_second_action_leaves_the_answer_that_is_due(self):
        lead = self._receive().with_env(self.env)
        lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.env.uid)
        lead.invalidate_recordset()
        self.assertEqual(len(lead.activity_ids), 2)

    @users("desk")
    def test_a_call_takes_the_planned_step_over(self):
        lead = self._receive().with_env(self.env)
        lead.activity_ids.action_feedback()
        lead.action_call_missed()
        lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.env.uid)
        lead.invalidate_recordset()
        self.assertIn("Call again", lead.activity_ids.mapped("summary"))

    @users("desk")
    def test_what_is_closed_has_no_next_step(self):
        lost = self._receive("One").with_env(self.env)
        lost.action_set_lost()
        lost.with_context(active_test=False).activity_ids.unlink()
        self.assertFalse(lost.activity_ids)
        won = self._receive("Nokla X7, two").with_env(self.env)
        won.action_to_order()
        won.invalidate_recordset()
        self.assertFalse(won.activity_ids, "the reminder to answer goes with the order")

    @users("desk")
    def test_opened_again_it_has_a_next_step(self):
        lead = self._receive().with_env(self.env)
        lead.action_set_lost()
        lead.activity_ids.unlink()
        lead.action_restore()
        self._assert_planned(lead)

    def test_nothing_is_planned_for_what_is_forgotten_or_of_no_branch(self):
        lead = self._receive("Secret")
        lead._forget()
        own = self.leads.create({"name": "Odoo's own"})
        activity = own.activity_schedule("mail.mail_activity_data_todo")
        activity.action_feedback()
        (lead | own).invalidate_recordset()
        self.assertFalse(lead.activity_ids or own.activity_ids)

    @users("desk")
    def test_open_requests_without_a_next_step_are_shown(self):
        lead = self._receive().with_env(self.env)
        other = self._receive("Another").with_env(self.env)
        with patch.object(type(self.leads), "_plan_missing_next", lambda leads: ()):
            lead.activity_ids.action_feedback()
        tiles = self.env["service.home"].get_home()["tiles"]
        tile = next(each for each in tiles if each["key"] == "leads")
        idle = next(each for each in tile["figures"] if each["key"] == "leads_idle")
        self.assertEqual(idle["value"], 1)
        found = self.leads.with_env(self.env).search(idle["action"]["domain"])
        self.assertEqual(found, lead)
        self.assertNotIn(other, found)

    @users("desk")
    def test_whoever_is_done_is_told_for_when_the_next_is_planned(self):
        lead = self._receive(subject="Screen").with_env(self.env)
        with patch.object(type(self.desk), "_bus_send") as sent:
            lead.activity_ids.action_feedback()
        words = [str(each) for each in sent.call_args_list]
        self.assertTrue([each for each in words if "Screen: next step on" in each])
