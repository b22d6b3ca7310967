from odoo import models

from .service_order_earning import Facts


class ServiceEarning(models.Model):
    """Whether a row still says what is so; and rows taken back and added."""

    _inherit = "service.earning"

    def _get_facts(self):
        self.ensure_one()
        return Facts(
            product_id=self.product_id.id,
            **{
                name: self[name]
                for name in Facts._fields
                if name not in ("product_id", "branch_id")
            },
            branch_id=self.branch_id.id,
        )

    def _is_margin_changed(self, line):
        return bool(
            self.currency_id.compare_amounts(line._get_pay_base("margin"), self.base)
        )

    def _is_same_outcome(self, values):
        """Whether a row with these values would say the same as this one."""
        self.ensure_one()
        same = ("kind", "rate", "amount", "percent", "date", "line_kind", "clawback")
        return (
            self.rule_id.id == values["rule_id"]
            and self.branch_id.id == values["branch_id"]
            and self.product_id.id == values["product_id"]
            and all(self[name] == values[name] for name in same)
            and {
                "percent": self.base == values["base"],
                "margin": self.base == values["base"],
                "fixed": self.quantity == values["quantity"],
                "hour": self.line_hours == values["line_hours"],
            }[self.kind]
        )

    def _write_rows(self, gone, values):
        """Take rows back and add others, in the months where they count.

        :param gone: dictionary from a reason to rows
        :param values: of the rows to add, without their month
        """
        rows = self.union(*gone.values())
        if not (rows or values):
            return self
        employees = self.env["hr.employee"]
        months = self.env["service.pay.settlement"]._find_open(
            {(row.employee_id, row.date) for row in rows}
            | {(employees.browse(v["employee_id"]), v["date"]) for v in values}
        )
        rows._write_server_fields({"is_reversed": True})
        rows.flush_recordset(["is_reversed"])
        added = []
        for reason, each in gone.items():
            added += each._reverse(reason, months)
        for vals in values:
            case = (employees.browse(vals["employee_id"]), vals["date"])
            added.append({**vals, "settlement_id": months[case].id})
        return self.create(added)
