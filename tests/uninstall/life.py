"""What every addon leaves in the orders before it goes: run by ``leftovers.py``.

Each part does what its addon is for, with the people of the demo company, and is
left out where the addon is not there.
"""


class Life:
    """The demo company at work, in the environment of a superuser."""

    def __init__(self, env):
        self.env = env
        self.head = self.user("service_center.user_head")

    def user(self, name):
        return self.env.ref(name)

    def orders(self, *domain):
        return self.env["service.order"].search(list(domain), order="id")

    def live(self):
        """All that can be done; return what was done, to be seen to be enough."""
        done = []
        if "service.parts.transfer" in self.env:
            done += self._parts()
        if "service.cash.payment" in self.env:
            done += self._cash()
        if "service.earning" in self.env:
            done += self._payroll()
        if "service.place" in self.env:
            done += self._places()
        return done

    def _parts(self):
        """Parts used, reserved, awaited, bought, issued, taken out, claimed, sent."""
        keeper = self.user("service_center_stock.user_store")
        states = set(self.orders().line_ids.mapped("parts_state"))
        issued = self.orders(
            ("branch_id.parts_steps", "=", "two_steps"),
            ("parts_state", "=", "reserved"),
        )
        issued.with_user(keeper).action_issue_parts()
        states |= set(issued.line_ids.mapped("parts_state"))
        moves = self.env["stock.move"].with_user(keeper)
        moves.search([("service_supply", "=", "short")]).action_buy_parts()
        return [*filter(None, states), *self._returns(keeper), *self._transfer(keeper)]

    def _returns(self, keeper):
        order = self.orders(("state", "=", "in_progress"))[:1]
        part = order.line_ids.product_id.filtered("is_storable")[:1] or self._part()
        vendor = self.env["res.partner"].search([("supplier_rank", ">", 0)], limit=1)
        self.env["service.removed.part"].with_user(self.head).create(
            {"order_id": order.id, "name": "Old part"}
        )
        claim = self.env["service.parts.claim"].with_user(self.head)
        claim.create(
            {
                "branch_id": order.branch_id.id,
                "partner_id": vendor.id,
                "line_ids": [(0, 0, {"product_id": part.id})],
            }
        )
        return ["removed", "claimed"]

    def _part(self):
        return self.env.ref("service_center.product_part_glass")

    def _transfer(self, keeper):
        transfer = (
            self.env["service.parts.transfer"]
            .with_user(keeper)
            .create(
                {
                    "branch_id": self.env.ref("service_center.service_branch_main").id,
                    "dest_branch_id": self.env.ref(
                        "service_center.service_branch_kyiv"
                    ).id,
                    "line_ids": [(0, 0, {"product_id": self._part().id})],
                }
            )
        )
        transfer.action_send()
        return ["sent"]

    def _cash(self):
        """The desk is paid what orders still owe."""
        desk = self.user("service_center.user_desk")
        owing = self.orders(
            ("state", "=", "done"),
            ("amount_due", ">", 0),
            ("branch_id.user_ids", "in", desk.ids),
        )[:3]
        payments = self.env["service.cash.payment"].with_user(desk)
        for order in owing:
            payments.create({"order_id": order.id}).action_pay()
        return ["paid"] if owing else []

    def _payroll(self):
        return ["earned"] if self.env["service.earning"].search_count([]) else []

    def _places(self):
        """A shelf is audited: one device seen, the others missing."""
        order = self.orders(("place_id.kind", "=", "shelf"))[:1]
        audit = order.place_id.with_user(self.head)._start_audit()
        audit.scan(order.code)
        audit.action_close()
        return ["audited"] if audit.missing_count else []
