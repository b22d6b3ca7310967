from odoo import api, fields, models


class StockWarehouse(models.Model):
    """Beside the stock: the place of dead parts that wait for their vendor."""

    _inherit = "stock.warehouse"

    service_returns_id = fields.Many2one(
        "stock.location",
        "Vendor Returns",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where dead and exchanged parts lie until they go back to their vendor. "
        "Beside the stock, not in it: no order ever takes them.",
    )

    def _ensure_bench(self):
        """Every warehouse of a branch has a place for vendor returns, too."""
        res = super()._ensure_bench()
        self._ensure_returns()
        return res

    def _ensure_returns(self):
        missing = self.filtered(
            lambda w: w.service_branch_id and not w.service_returns_id
        )
        places = self.env["stock.location"].create(
            [warehouse._prepare_returns_values() for warehouse in missing]
        )
        for warehouse, place in zip(missing, places, strict=True):
            warehouse.service_returns_id = place

    def _prepare_returns_values(self):
        self.ensure_one()
        return {
            "name": self.env._("Vendor Returns"),
            "usage": "internal",
            "location_id": self.view_location_id.id,
            "company_id": self.company_id.id,
        }

    def _get_returns_location(self):
        """Where this warehouse keeps what goes back to vendors, made if need be."""
        self.ensure_one()
        self._ensure_returns()
        return self.service_returns_id

    @api.model
    def _get_write_off_location(self, company):
        """Where goes what is broken and nobody pays for."""
        return self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "in", (company.id, False))],
            order="company_id, id",
            limit=1,
        )
