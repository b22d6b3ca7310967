from odoo.tests import tagged

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestClawback(PayCommon):
    """A device that returns takes a part of the first pay back."""

    def _return(self, done=True):
        first = self._repair(serial="BACK")
        self._pay(order=first)
        first.action_issue()
        repeat = self._create_repair(serial="BACK")
        self.assertEqual(repeat.repeat_of_id, first)
        repeat.engineer_id = self.colleague
        if done:
            self._mend(repeat)
        return first, repeat

    def _mend(self, order):
        order.with_user(self.colleague).action_start()
        order.diagnosis = "Again"
        order.with_user(self.colleague).action_done()

    def _get_taken(self, order):
        return self._get_earnings(order, self.worker)

    def test_a_repeat_done_takes_a_part_back_from_the_first_repairer(self):
        first, repeat = self._return(done=False)
        self.assertFalse(self._get_taken(repeat))
        self._mend(repeat)
        row = self._get_taken(repeat)
        self.assertRecordValues(
            row,
            [
                {
                    "type": "clawback",
                    "amount": -300,
                    "source_id": self._get_earnings(first).id,
                }
            ],
        )
        self.assertEqual(
            row.with_context(lang="en_US").arithmetic,
            "600.00 × 50 % taken back = -300.00",
        )
        self.assertEqual(self._get_month().accrued, 300)

    def test_no_repeat_after_all_gives_it_back(self):
        _first, repeat = self._return()
        repeat.with_user(self.desk).repeat_of_id = False
        self.assertEqual(sum(self._get_taken(repeat).mapped("amount")), 0)
        self.assertEqual(self._get_month().accrued, 600)

    def test_reopening_the_repeat_gives_it_back_until_it_is_done_again(self):
        _first, repeat = self._return()
        repeat.with_user(self.colleague).action_start()
        self.assertEqual(self._get_month().accrued, 600)
        repeat.with_user(self.colleague).action_done()
        self.assertEqual(self._get_month().accrued, 300)

    def test_it_happens_once(self):
        _first, repeat = self._return()
        repeat._sync_earnings(recount=True)
        self.assertEqual(len(self._get_taken(repeat)), 1)

    def test_the_first_pay_taken_away_takes_the_clawback_along(self):
        first, _repeat = self._return()
        first.with_user(self.head).write({"stage_id": self.stage_in_progress.id})
        self.assertEqual(self._get_month().accrued, 0)

    def test_a_rule_may_leave_it(self):
        self.rule.clawback = 0
        _first, repeat = self._return()
        self.assertFalse(self._get_taken(repeat))
