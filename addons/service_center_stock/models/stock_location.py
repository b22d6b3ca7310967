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
    service_bench_warehouse_ids = fields.One2many(
        "stock.warehouse",
        "service_bench_id",
        "Bench of",
        help="The warehouses whose parts lie here when they were issued.",
    )
