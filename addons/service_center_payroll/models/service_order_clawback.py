from odoo import fields, models


class ServiceOrder(models.Model):
    """The device came back within its warranty: a part of the first pay goes back.

    How much the rule says that paid. It happens when the repeat is done, so that
    somebody has looked at the device first; not a repeat after all, it is reversed.
    """

    _inherit = "service.order"

    def _sync_clawbacks(self):
        """Compare what was taken back for these repeats with what should be."""
        earnings = self.env["service.earning"].sudo()
        rows = earnings.search(
            [
                ("order_id", "in", self.ids),
                ("is_reversed", "=", False),
                ("type", "=", "clawback"),
            ]
        )
        live = {(row.order_id.id, row.source_id.id): row for row in rows}
        returned = self.filtered(lambda o: o.repeat_of_id and o._is_earned())
        first = earnings.search(
            [
                ("order_id", "in", returned.repeat_of_id.ids),
                ("is_reversed", "=", False),
                ("type", "=", "work"),
                ("clawback", ">", 0),
            ]
        ).grouped("order_id")
        values, wanted = [], set()
        for order in returned:
            for source in first.get(order.repeat_of_id, earnings):
                wanted.add((order.id, source.id))
                if (order.id, source.id) not in live:
                    values.append(order._prepare_clawback_values(source))
        gone = earnings.union(*(row for key, row in live.items() if key not in wanted))
        earnings._write_rows({"undone": gone} if gone else {}, values)

    def _prepare_clawback_values(self, source):
        """Hook: the row that takes a part of an earlier earning back."""
        self.ensure_one()
        return {
            **source._copy_facts(),
            "type": "clawback",
            "order_id": self.id,
            "source_id": source.id,
            "branch_id": self.branch_id.id,
            "base": source.amount,
            "rate": source.clawback,
            "percent": 100.0,
            "norm_hours": 0.0,
            "amount": -self.currency_id.round(source.amount * source.clawback / 100),
            "date": self._get_local_day(self.date_end or fields.Datetime.now()),
        }
