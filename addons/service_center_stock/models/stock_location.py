from odoo import fields, models


class StockLocation(models.Model):
    _inherit = "stock.location"

    service_branch_id = fields.Many2one(
        related="warehouse_id.service_branch_id",
        string="Service Branch",
        store=True,
        index="btree_not_null",
        help="The branch whose stock lies here: its people see and move it.",
    )
