from odoo import api, fields, models


class StockWarehouse(models.Model):
    """A warehouse of a branch: what lies in it, and the bench beside it."""

    _inherit = "stock.warehouse"

    service_branch_id = fields.Many2one(
        "service.branch",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The branch whose parts are kept here. Its people see and move them.",
    )
    service_bench_id = fields.Many2one(
        "stock.location",
        "Bench",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where parts lie that were issued to engineers and are not fitted yet. "
        "Beside the stock, not in it: another order never takes them.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._ensure_bench()
        return warehouses

    def write(self, vals):
        res = super().write(vals)
        if vals.get("service_branch_id"):
            self._ensure_bench()
        return res

    def _ensure_bench(self):
        """Every warehouse of a branch has a bench."""
        missing = self.filtered(
            lambda w: w.service_branch_id and not w.service_bench_id
        )
        benches = self.env["stock.location"].create(
            [warehouse._prepare_bench_values() for warehouse in missing]
        )
        for warehouse, bench in zip(missing, benches, strict=True):
            warehouse.service_bench_id = bench

    def _prepare_bench_values(self):
        self.ensure_one()
        return {
            "name": self.env._("Bench"),
            "usage": "internal",
            "location_id": self.view_location_id.id,
            "company_id": self.company_id.id,
        }
