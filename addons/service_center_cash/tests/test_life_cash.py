from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_center.tests import lives

from .common import CashCommon
from .life_cash import NUMBER, TillCommon, TillRules

STEPS = lives.steps(250)
LENGTH = 40


class CashLife(TillRules, lives.UndoneLife):
    """Money comes and goes at three desks, for orders that are worked on meanwhile."""

    def __init__(self):
        super().__init__()
        self.orders = {}

    @initialize()
    def begin(self):
        self.open_tills()
        for number in range(3):
            order = self.case._create_order(
                serial=f"TILL-{number}",
                line_ids=[Command.create({"product_id": self.case.work.id})],
            )
            self.orders[order.with_env(self.env)] = None
        self.receive(0, 0, 400, 1)

    @rule(number=NUMBER)
    def finish_and_invoice(self, number):
        """What was paid before settles the invoice; what comes later, too."""
        order, case = self.pick_order(number), self.case
        if order.state in ("done", "issued"):
            return

        def act():
            case._finish(order)
            order.with_user(case.desk).action_create_invoice()
            order.sudo().invoice_ids.filtered(
                lambda move: move.state == "draft"
            ).action_post()

        self.expect(True, act)

    @rule(number=NUMBER, price=st.integers(1, 30))
    def change_price(self, number, price):
        order = self.pick_order(number)
        if order.state == "new":
            order.line_ids.price_unit = price * 50
            self.env.flush_all()

    @rule(number=NUMBER)
    def issue(self, number):
        """Nobody takes a device home unpaid, unless somebody may sell on credit."""
        order = self.pick_order(number)
        if order.state != "done":
            return
        due = order.amount_due
        act = order.with_user(self.case.desk).action_issue
        self.expect(due <= 0, act)

    @invariant()
    def invoices_are_settled_by_what_was_paid(self):
        """As long as nothing was given back, which is settled with what is over."""
        for order in self.orders:
            papers = [p for p in self.papers if p.order == order]
            paid = sum(p.sign * p.amount for p in papers)
            back = any(p.sign < 0 and not p.voids for p in papers)
            invoices = order.sudo().invoice_ids
            if not back and len(invoices) == 1 and invoices.state == "posted":
                left = max(invoices.amount_total - paid, 0)
                self.case.assertAlmostEqual(invoices.amount_residual, left)


@tagged("post_install", "-at_install")
class TestCashLife(TillCommon, CashCommon):
    """Lives of tills that nobody thought of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_desks()

    def test_every_coin_has_a_paper_and_every_sum_is_theirs(self):
        """``HYPOTHESIS_STEPS=5000`` in the environment: more, and others each time."""
        lives.live(CashLife, self, STEPS // (LENGTH // 2), LENGTH)
        self.assertGreater(self.done[True], STEPS // 3)
        self.assertGreater(self.done[False], 20, "something was refused, too")
