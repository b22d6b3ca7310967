from odoo import api, fields, models
from odoo.fields import Domain


class ServiceLabelAssignment(models.Model):
    """Which labels come out where: by kind, branch and person, the closest one wins."""

    _name = "service.label.assignment"
    _description = "Where Labels Are Printed"
    _order = "kind, branch_id, user_id, id"
    _check_company_auto = True
    _FOUND = ("layout_id", "printer_id", "branch_id", "user_id", "copies")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    layout_id = fields.Many2one(
        "service.label.layout",
        required=True,
        index=True,
        ondelete="cascade",
        help="The label that is in the printer.",
    )
    kind = fields.Selection(related="layout_id.kind", store=True, precompute=True)
    printer_id = fields.Many2one(
        "service.label.printer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    branch_id = fields.Many2one(
        "service.branch",
        index="btree_not_null",
        check_company=True,
        help="Empty: in all branches that have none of their own.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Empty: for everybody who has none of his own.",
    )
    copies = fields.Integer(
        default=1, help="Labels of each: one for the device and one for its bag make 2."
    )

    _copies_sane = models.Constraint(
        "CHECK (copies BETWEEN 1 AND 20)", "Print 1 to 20 copies."
    )
    _one = models.UniqueIndex(
        "(company_id, kind, COALESCE(branch_id, 0), COALESCE(user_id, 0))",
        "For this kind of label, branch and person it is said already.",
    )

    @api.depends("layout_id", "printer_id")
    def _compute_display_name(self):
        for each in self:
            each.display_name = f"{each.layout_id.name} → {each.printer_id.name}"

    @api.model
    def _find(self, kind, branch, company):
        """What holds for the current user in a branch; empty if nothing is said."""
        domain = Domain(
            [
                ("kind", "=", kind),
                ("company_id", "=", company.id),
                ("branch_id", "in", [False, branch.id]),
                ("user_id", "in", [False, self.env.uid]),
            ]
        )
        found = self.search_fetch(domain, self._FOUND)
        printers = found.printer_id._filtered_access("read").filtered("active")
        layouts = found.layout_id._filtered_access("read").filtered("active")
        found = found.filtered(
            lambda each: each.printer_id in printers and each.layout_id in layouts
        )
        best = found.sorted(lambda each: (bool(each.user_id), bool(each.branch_id)))
        return best[-1:]
