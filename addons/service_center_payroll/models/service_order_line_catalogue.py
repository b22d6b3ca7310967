from odoo import api, fields, models
from odoo.exceptions import AccessError

from .service_order_line import MANAGER


class FromPriceMatrix:
    """In the context while the price matrix writes its lines.

    A class of its own, so that nobody can send one over RPC.
    """


class ResCompany(models.Model):
    _inherit = "res.company"

    service_bench_prices = fields.Boolean(
        "The Bench Sets Prices",
        help="Engineers may give works and parts other prices, discounts, taxes and "
        "norm-hours than the price list, and so change what they earn. Off: they add "
        "works and parts at list price; who manages orders changes it.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_bench_prices = fields.Boolean(
        related="company_id.service_bench_prices", readonly=False
    )


class ServiceOrder(models.Model):
    _inherit = "service.order"

    is_catalogue_bound = fields.Boolean(
        "Prices From the List",
        compute="_compute_is_catalogue_bound",
        help="You take the prices of this order's works and parts as the list says.",
    )

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_is_catalogue_bound(self):
        bound = self.env["service.order.line"]._is_catalogue_bound()
        for order in self:
            # sudo: a setting, for who does not see the company's settings
            company = (order.company_id or self.env.company).sudo()
            order.is_catalogue_bound = bound and not company.service_bench_prices

    def action_apply_price_list(self):
        orders = self.with_context(service_from_matrix=FromPriceMatrix())
        return super(ServiceOrder, orders).action_apply_price_list()


class ServiceOrderLine(models.Model):
    """Whoever is paid by a line does not say what it costs, unless he may."""

    _inherit = "service.order.line"

    @api.model
    def _get_catalogue_fields(self):
        """Hook: what the price list says of a line, and somebody is paid by."""
        return {"price_unit", "discount", "tax_ids", "norm_hours"}

    def _is_catalogue_bound(self):
        """Whether the current user takes these lines' prices as they are."""
        return not (
            self.env.su
            or self.env.user.has_group(MANAGER)
            or isinstance(self.env.context.get("service_from_matrix"), FromPriceMatrix)
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if lines._is_catalogue_bound():
            for line, vals in zip(lines, vals_list, strict=True):
                line._check_catalogue(self._get_catalogue_fields().intersection(vals))
        return lines

    def write(self, vals):
        names = self._get_catalogue_fields().intersection(vals)
        if not names or not self._is_catalogue_bound():
            return super().write(vals)
        before = {line: {name: line[name] for name in names} for line in self}
        res = super().write(vals)
        for line, old in before.items():
            line._check_catalogue({n for n in names if line[n] != old[n]})
        return res

    def _check_catalogue(self, names):
        """Raise if one of these fields says something else than the price list."""
        self.ensure_one()
        order = self.order_id
        if not names or order.company_id.service_bench_prices:
            return
        usual = self.new(
            {
                "order_id": order.id,
                "product_id": self.product_id.id,
                "kind": self.kind,
                "display_type": self.display_type,
                "quantity": self.quantity,
                "payer": self.payer,
            }
        )
        other = {
            name
            for name in names
            if (
                self[name] != usual[name]._origin
                if name == "tax_ids"
                else round(self[name] - usual[name], 6)
            )
        }
        if other:
            labels = self.fields_get(other, ["string"])
            raise AccessError(
                self.env._(
                    "%(line)s: the price list says %(fields)s. Ask a manager to change "
                    "it.",
                    line=self.name,
                    fields=", ".join(sorted(f["string"] for f in labels.values())),
                )
            )
