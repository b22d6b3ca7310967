from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ServicePriceRule(models.Model):
    """One cell of the price matrix: what mends this fault of this device, and for
    how much."""

    _name = "service.price.rule"
    _description = "Price Matrix"
    _order = "type_id, model_id, fault_id, id"
    _rec_names_search = ["fault_id.name", "model_id.name", "type_id.name"]
    _check_company_auto = True

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: the price holds in all companies.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    model_id = fields.Many2one(
        "service.device.model",
        "Device Model",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: the price holds for all models of the type that have none of "
        "their own.",
    )
    type_id = fields.Many2one(
        "service.device.type",
        "Device Type",
        compute="_compute_type_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    fault_id = fields.Many2one(
        "service.fault", required=True, index=True, ondelete="restrict"
    )
    item_ids = fields.One2many(
        "service.price.rule.item", "rule_id", "Works and Parts", copy=True
    )
    warranty_days = fields.Integer(
        "Warranty, Days",
        default=30,
        aggregator=None,
        help="Warranty on this repair, in days.",
    )
    amount = fields.Float(
        compute="_compute_amount",
        min_display_digits="Product Price",
        help="What the works and parts cost together, before discount and taxes that "
        "are not in the price.",
    )
    note = fields.Text(help="What to tell the customer, or to remember at the bench.")

    _type_given = models.Constraint(
        "CHECK (type_id IS NOT NULL)",
        "Choose the device model, or the device type for all its models.",
    )
    _warranty_days_positive = models.Constraint(
        "CHECK (warranty_days >= 0)", "The warranty cannot be less than 0 days."
    )
    _cell_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(model_id, 0), type_id, fault_id)"
        " WHERE active",
        "There is already a price for this device and fault: change that one.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).currency_id

    @api.depends("model_id.type_id")
    def _compute_type_id(self):
        for rule in self:
            rule.type_id = rule.model_id.type_id or rule.type_id

    @api.depends("item_ids.quantity", "item_ids.price_unit")
    def _compute_amount(self):
        for rule in self:
            rule.amount = sum(item.quantity * item.price_unit for item in rule.item_ids)

    @api.depends("model_id.display_name", "type_id.name", "fault_id.name")
    def _compute_display_name(self):
        for rule in self:
            device = rule.model_id.display_name or rule.type_id.name
            rule.display_name = " · ".join(filter(None, (device, rule.fault_id.name)))

    @api.constrains("model_id", "type_id")
    def _check_type(self):
        for rule in self.filtered("model_id"):
            if rule.type_id != rule.model_id.type_id:
                raise ValidationError(
                    self.env._(
                        "%(model)s is of the type “%(type)s”, not “%(given)s”. "
                        "Leave the device type out: the model knows it.",
                        model=rule.model_id.display_name,
                        type=rule.model_id.type_id.name,
                        given=rule.type_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._drop_empty_type(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._drop_empty_type(vals))

    @api.model
    def _drop_empty_type(self, vals):
        """A sheet with a column for each leaves the type empty beside a model."""
        if vals.get("model_id") and "type_id" in vals and not vals["type_id"]:
            return {name: vals[name] for name in vals if name != "type_id"}
        return vals

    @api.model
    def _find_for_orders(self, orders):
        """The cell of each order: one search for all of them.

        A price for the model beats one for the type; the company's own beats the
        one of all companies.

        :return: dictionary from order to rule, empty where there is no price
        """
        rules = self.search(
            Domain("fault_id", "in", orders.fault_id.ids)
            & Domain("company_id", "in", [*orders.company_id.ids, False])
            & (
                Domain("model_id", "in", orders.device_model_id.ids)
                | Domain("model_id", "=", False)
                & Domain("type_id", "in", orders.device_type_id.ids)
            )
        )
        cells = {
            (rule.fault_id, rule.company_id, rule.model_id or rule.type_id): rule
            for rule in rules
        }
        return {
            order: next(
                (
                    cells[order.fault_id, company, device]
                    for device in (order.device_model_id, order.device_type_id)
                    for company in (order.company_id, order.company_id.browse())
                    if device and (order.fault_id, company, device) in cells
                ),
                self.browse(),
            )
            for order in orders
        }
