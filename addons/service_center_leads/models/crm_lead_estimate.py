from odoo import api, fields, models


class CrmLead(models.Model):
    """What the repair will cost, from the price matrix, while the customer asks."""

    _inherit = "crm.lead"

    price_rule_id = fields.Many2one(
        "service.price.rule", "Price", compute="_compute_price_rule_id"
    )
    price_amount = fields.Float(
        "Estimate",
        compute="_compute_price_rule_id",
        min_display_digits="Product Price",
        help="What the price matrix says for this device and fault.",
    )
    price_currency_id = fields.Many2one(
        string="Currency of the Price", related="company_id.currency_id"
    )
    price_note = fields.Text(compute="_compute_price_rule_id")

    @api.depends(
        "fault_id", "device_model_id", "device_type_id", "branch_id", "company_id"
    )
    def _compute_price_rule_id(self):
        asked = self.filtered(lambda lead: lead.fault_id and lead.branch_id)
        rules = {}
        if asked and self.env["service.price.rule"].has_access("read"):
            rules = self.env["service.price.rule"]._find_for_orders(asked)
        for lead in self:
            rule = rules.get(lead, self.env["service.price.rule"])
            lead.price_rule_id = rule
            lead.price_amount = rule.amount
            lead.price_note = rule.note
