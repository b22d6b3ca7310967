from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

LONG = "-30d"


class ServiceBagContent(models.Model):
    """What lies in the bags: one row for each part, or piece of it, in each bag."""

    _name = "service.bag.content"
    _description = "Parts in Bags"
    _inherit = "service.parts.value.mixin"
    _auto = False
    _order = "bag_id, product_id, lot_name, id"
    _rec_name = "product_id"
    _depends = {
        "service.bag": [
            *("user_id", "branch_id", "company_id", "location_id", "warehouse_id"),
        ],
        "stock.quant": [
            *("product_id", "location_id", "lot_id", "quantity", "reserved_quantity"),
        ],
        "stock.location": ["parent_path"],
        "stock.lot": ["name"],
        "stock.move.line": [
            "product_id",
            "lot_id",
            "location_dest_id",
            "state",
            "date",
        ],
    }

    bag_id = fields.Many2one("service.bag", readonly=True)
    user_id = fields.Many2one("res.users", "Engineer", readonly=True)
    branch_id = fields.Many2one("service.branch", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    location_id = fields.Many2one("stock.location", "Place", readonly=True)
    product_id = fields.Many2one("product.product", "Part", readonly=True)
    lot_id = fields.Integer("Serial Number's Key", readonly=True, aggregator=None)
    lot_name = fields.Char("Serial Number", readonly=True)
    quantity = fields.Float("In the Bag", digits="Product Unit", readonly=True)
    quantity_reserved = fields.Float(
        "Reserved",
        digits="Product Unit",
        readonly=True,
        help="What is kept for orders of this engineer.",
    )
    quantity_free = fields.Float("Free", digits="Product Unit", readonly=True)
    date_in = fields.Datetime(
        "Last Came In",
        readonly=True,
        help="When some of this part last came into the bag.",
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_names = fields.Char(
        "For Orders",
        compute="_compute_order_names",
        compute_sudo=True,
        help="The orders that this is reserved for.",
    )
    is_long = fields.Boolean(
        "Lies Long",
        compute="_compute_is_long",
        search="_search_is_long",
        help="Free, and nothing of it came in for 30 days.",
    )
    value = fields.Monetary(
        compute="_compute_value", compute_sudo=True, help="What lies there at its cost."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(quant.id) AS id, bag.id AS bag_id, bag.user_id, bag.branch_id,
                   bag.company_id, bag.location_id, quant.product_id, quant.lot_id,
                   lot.name AS lot_name,
                   sum(quant.quantity) AS quantity,
                   sum(quant.reserved_quantity) AS quantity_reserved,
                   sum(quant.quantity - quant.reserved_quantity) AS quantity_free,
                   (SELECT max(detail.date)
                      FROM stock_move_line detail
                     WHERE detail.product_id = quant.product_id
                       AND detail.lot_id IS NOT DISTINCT FROM quant.lot_id
                       AND detail.location_dest_id = bag.location_id
                       AND detail.state = 'done') AS date_in
              FROM service_bag bag
              JOIN stock_location bagged ON bagged.id = bag.location_id
              JOIN stock_location place
                ON place.parent_path LIKE bagged.parent_path || '%%'
              JOIN stock_quant quant ON quant.location_id = place.id
              LEFT JOIN stock_lot lot ON lot.id = quant.lot_id
             GROUP BY bag.id, quant.product_id, quant.lot_id, lot.name
            HAVING sum(quant.quantity) <> 0
            """
        )

    @api.depends("location_id", "product_id", "lot_id", "quantity_reserved")
    def _compute_order_names(self):
        names = {}
        for place, product, lot, move in self.env["stock.move.line"]._read_group(
            [
                ("location_id", "in", self.location_id.ids),
                ("product_id", "in", self.product_id.ids),
                ("state", "not in", ("done", "cancel")),
                ("move_id.service_order_id", "!=", False),
            ],
            ["location_id", "product_id", "lot_id", "move_id"],
        ):
            key = (place.id, product.id, lot.id or 0)
            names.setdefault(key, []).append(move.service_order_id.name)
        for row in self:
            key = (row.location_id.id, row.product_id.id, row.lot_id or 0)
            row.order_names = ", ".join(sorted(set(names.get(key, ()))))

    @api.depends("date_in", "quantity_free")
    def _compute_is_long(self):
        long = self.filtered_domain(self._get_long_domain())
        long.is_long = True
        (self - long).is_long = False

    def _search_is_long(self, operator, value):
        return self._get_long_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_long_domain(self):
        return Domain("date_in", "<", LONG) & Domain("quantity_free", ">", 0)

    def action_give_back(self):
        """Write a return of all that is free of these parts, for one bag."""
        self.check_access("read")
        free = self.filtered(lambda row: row.uom_id.compare(row.quantity_free, 0.0) > 0)
        if not free:
            raise UserError(
                self.env._(
                    "Nothing to give back: what is in the bag is reserved for orders. "
                    "Take it off their lines first."
                )
            )
        if len(free.bag_id) > 1:
            raise UserError(self.env._("One return is for one bag: choose its parts."))
        transfer = self.env["service.parts.transfer"].create(
            {
                "kind": "back",
                "engineer_id": free.user_id.id,
                "branch_id": free.branch_id.id,
                "warehouse_id": free.bag_id.warehouse_id.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": row.product_id.id,
                            "lot_id": row.lot_id,
                            "quantity": row.quantity_free,
                        }
                    )
                    for row in free
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": transfer._name,
            "res_id": transfer.id,
            "views": [(False, "form")],
        }


class ServiceBag(models.Model):
    _name = "service.bag"
    _inherit = ["service.bag", "service.cost.mixin"]

    content_ids = fields.One2many(
        "service.bag.content", "bag_id", "In the Bag", readonly=True
    )
    quantity = fields.Float(
        "Pieces",
        digits="Product Unit",
        compute="_compute_quantities",
        help="How many parts are in the bag.",
    )
    quantity_reserved = fields.Float(
        "Reserved",
        digits="Product Unit",
        compute="_compute_quantities",
        help="How many of them are kept for orders.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(compute="_compute_value", compute_sudo=True)

    @api.model
    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"value"}

    @api.depends("content_ids.quantity", "content_ids.quantity_reserved")
    def _compute_quantities(self):
        sums = {
            bag: figures
            for bag, *figures in self.env["service.bag.content"]._read_group(
                [("bag_id", "in", self.ids)],
                ["bag_id"],
                ["quantity:sum", "quantity_reserved:sum"],
            )
        }
        for bag in self:
            bag.quantity, bag.quantity_reserved = sums.get(bag, (0.0, 0.0))

    @api.depends("content_ids.value")
    def _compute_value(self):
        for bag in self:
            bag.value = sum(bag.content_ids.mapped("value"))
