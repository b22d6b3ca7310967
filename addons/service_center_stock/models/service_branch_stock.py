from odoo import api, fields, models
from odoo.fields import Domain


class ServiceBranch(models.Model):
    """The branch card shows what lies at the branch and what is on its way."""

    _inherit = "service.branch"

    parts_count = fields.Integer(
        "Parts in Stock",
        compute="_compute_parts_count",
        help="How many different parts the branch has.",
    )
    transfer_count = fields.Integer(
        "Transfers",
        compute="_compute_transfer_count",
        help="Transfers to or from the branch that are not accepted yet.",
    )

    @api.depends_context("uid")
    def _compute_parts_count(self):
        counts = dict(
            self.env["service.parts.stock"]._read_group(
                [("branch_id", "in", self.ids), ("quantity", ">", 0)],
                ["branch_id"],
                ["__count"],
            )
        )
        for branch in self:
            branch.parts_count = counts.get(branch, 0)

    @api.depends_context("uid")
    def _compute_transfer_count(self):
        transfers = self.env["service.parts.transfer"]
        if not transfers.has_access("read"):
            self.transfer_count = 0
            return
        pairs = transfers._read_group(
            [
                ("kind", "=", "branch"),
                ("state", "in", ("draft", "sent", "short")),
                "|",
                ("branch_id", "in", self.ids),
                ("dest_branch_id", "in", self.ids),
            ],
            ["branch_id", "dest_branch_id"],
            ["__count"],
        )
        for branch in self:
            branch.transfer_count = sum(
                count for here, there, count in pairs if branch in (here, there)
            )

    def action_view_stock(self):
        """Its stock list, by category."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_stock.service_parts_stock_action"
        )
        action["domain"] = [("branch_id", "in", self.ids)]
        action["context"] = {"search_default_by_category": 1}
        return action

    def action_view_transfers(self):
        """Transfers to and from it."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_stock.service_parts_transfer_action"
        )
        action["domain"] = list(
            Domain("kind", "=", "branch")
            & (
                Domain("branch_id", "in", self.ids)
                | Domain("dest_branch_id", "in", self.ids)
            )
        )
        action["context"] = {"search_default_open": 1}
        return action
