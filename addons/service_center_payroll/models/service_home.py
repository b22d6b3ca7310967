from odoo import fields, models


class ServiceHome(models.AbstractModel):
    """What this person earned this month, what of it was paid, what is left."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        return super()._get_home_tiles(branches) + self._get_pay_tiles()

    def _get_pay_tiles(self):
        months = self.env["service.pay.settlement"]
        company = self.env.company
        # sudo: which employee the current user is
        employee = self.env["hr.employee"].sudo()
        employee = employee.search(
            [("user_id", "=", self.env.uid), ("company_id", "=", company.id)], limit=1
        )
        if not employee or not months.has_access("read"):
            return []
        month = months.search(
            [
                ("employee_id", "=", employee.id),
                ("month", "=", fields.Date.context_today(self).replace(day=1)),
            ],
            limit=1,
        )
        action = month.action_view_earnings() if month else self._get_pay_action()
        return [
            {
                "key": "my_pay",
                "type": "figures",
                "sequence": 51,
                "title": self.env._("My Pay"),
                "figures": [
                    self._get_figure(
                        name,
                        label,
                        value,
                        format="monetary",
                        currency_id=company.currency_id.id,
                        action=action,
                    )
                    for name, label, value in (
                        ("accrued", self.env._("Earned"), month.accrued),
                        (
                            "adjusted",
                            self.env._("Bonuses and Fines"),
                            month.bonus - month.fine,
                        ),
                        ("paid", self.env._("Paid"), month.paid + month.advance),
                        ("balance", self.env._("Left to Pay"), month.balance),
                    )
                    if name != "adjusted" or value
                ],
            }
        ]

    def _get_pay_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_payroll.service_earning_action_mine"
        )
