from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import frozendict, ormcache


class ServiceBag(models.Model):
    """The parts an engineer carries with him or keeps at his bench.

    A place of its own beside the stock of a warehouse: no other engineer's order takes
    anything from it. What comes into it and goes out of it is handed over and accepted.
    """

    _name = "service.bag"
    _description = "Engineer's Bag"
    _inherit = ["service.readonly.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "branch_id, user_id, id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        "Engineer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('service_branch_ids.warehouse_ids', 'in', "
        "warehouse_id)]",
        help="Who carries these parts and answers for them.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env["service.branch"]._get_default().warehouse_id,
        domain="[('service_branch_id', '!=', False)]",
        help="Where the parts come from and go back to.",
    )
    branch_id = fields.Many2one(
        related="warehouse_id.service_branch_id", store=True, index=True
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True)
    location_id = fields.Many2one(
        "stock.location",
        "Place",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Where the stock keeps what is in the bag: beside the stock, not in it.",
    )
    is_owner_gone = fields.Boolean(
        "Engineer Left",
        compute="_compute_is_owner_gone",
        search="_search_is_owner_gone",
        help="The engineer was archived: what is in the bag has to come back.",
    )

    _owner_uniq = models.UniqueIndex(
        "(user_id, warehouse_id)", "This engineer has a bag at this warehouse already."
    )

    @api.depends("user_id.name")
    def _compute_display_name(self):
        for bag in self:
            # sudo: the name of a colleague, also of one who left
            name = bag.sudo().user_id.name or ""
            bag.display_name = self.env._("Bag of %(engineer)s", engineer=name)

    @api.depends("user_id.active")
    def _compute_is_owner_gone(self):
        for bag in self:
            bag.is_owner_gone = not bag.sudo().user_id.active

    @api.model
    def _search_is_owner_gone(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("user_id.active", "=", False)]

    @api.constrains("user_id", "warehouse_id")
    def _check_owner(self):
        # sudo: whoever gives the bag need not see all branches of the engineer
        for bag in self.sudo():
            if bag.user_id not in bag.branch_id.user_ids:
                raise ValidationError(
                    self.env._(
                        "%(engineer)s does not work at the branch of %(warehouse)s: "
                        "choose a warehouse of his branches.",
                        engineer=bag.user_id.name,
                        warehouse=bag.warehouse_id.name,
                    )
                )

    def _complete_create_values(self, vals_list):
        vals_list = super()._complete_create_values(vals_list)
        names = [vals for vals in vals_list if "location_id" not in vals]
        # sudo: who gives a bag need not be allowed to make places; this one is that of
        # his own warehouse, which is checked with the bag itself
        places = (
            self.env["stock.location"]
            .sudo()
            .create([self._prepare_place_values(vals) for vals in names])
        )
        for vals, place in zip(names, places, strict=True):
            vals["location_id"] = place.id
        return vals_list

    @api.model
    def _prepare_place_values(self, vals):
        warehouse_id = (
            vals.get("warehouse_id")
            or self.default_get(["warehouse_id"]).get("warehouse_id")
            or False
        )
        warehouse = self.env["stock.warehouse"].browse(warehouse_id)
        warehouse.check_access("read")
        return {
            "name": self.new({"user_id": vals.get("user_id")}).display_name,
            "usage": "internal",
            "location_id": warehouse.sudo().view_location_id.id,
            "company_id": warehouse.sudo().company_id.id,
        }

    @api.model_create_multi
    def create(self, vals_list):
        bags = super().create(vals_list)
        self.env.registry.clear_cache()
        return bags

    def write(self, vals):
        fixed = {"user_id", "warehouse_id"}.intersection(vals)
        if any(bag[name].id != vals[name] for bag in self for name in fixed):
            raise UserError(
                self.env._("A bag stays its engineer's: make another one instead.")
            )
        return super().write(vals)

    def unlink(self):
        # sudo: the place goes with its bag, whoever may take the bag away
        places = self.sudo().location_id
        res = super().unlink()
        places.active = False
        self.env.registry.clear_cache()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty(self):
        full = self.filtered(lambda bag: bag._get_contents())
        if full:
            raise UserError(
                self.env._(
                    "%(bags)s: not empty. Take the parts back first.",
                    bags=", ".join(full.mapped("display_name")),
                )
            )

    def _get_contents(self):
        """What lies in these bags, whoever asks."""
        # sudo: that there is something counts, whoever may see it
        return (
            self.env["stock.quant"]
            .sudo()
            .search([("location_id", "child_of", self.sudo().location_id.ids)])
            .filtered(lambda q: not q.product_uom_id.is_zero(q.quantity))
        )

    @api.model
    @ormcache()
    def _get_owners(self):
        """All bags in one look, kept: most centres have none, and ask nothing twice.

        :return: dictionary from location to the pair of its engineer and warehouse
        """
        # sudo: which places are bags is the same for everybody
        rows = self.sudo().search_fetch([], ["location_id", "user_id", "warehouse_id"])
        return frozendict(
            {bag.location_id.id: (bag.user_id.id, bag.warehouse_id.id) for bag in rows}
        )

    @api.model
    def _find_place(self, user, warehouse):
        """The bag's place of this engineer at this warehouse, if he has one there."""
        places = self.env["stock.location"]
        for location_id, owner in self._get_owners().items():
            if owner == (user.id, warehouse.id):
                return places.browse(location_id)
        return places

    @api.model
    def _get_bag_place(self, location):
        """The bag that this location is or lies in, as a location; or none."""
        owners = self._get_owners()
        if owners:
            for part in reversed((location.parent_path or "").split("/")[:-1]):
                if int(part) in owners:
                    return location.browse(int(part))
        return location.browse()

    @api.model
    def _ensure(self, user, warehouse):
        """The bag of this engineer at this warehouse, made if he has none."""
        found = self.search(
            [("user_id", "=", user.id), ("warehouse_id", "=", warehouse.id)]
        )
        return found or self.create({"user_id": user.id, "warehouse_id": warehouse.id})

    def action_hand_over(self):
        """Write a handover of parts to this engineer."""
        return self._get_handover_action("give", {})

    def action_take_back_all(self):
        """Write a return of all that is free in the bag."""
        self.ensure_one()
        return self.content_ids.action_give_back()

    def _get_handover_action(self, kind, values):
        self.ensure_one()
        defaults = {
            "kind": kind,
            "engineer_id": self.user_id.id,
            "branch_id": self.branch_id.id,
            **values,
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "service.parts.transfer",
            "views": [(False, "form")],
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }

    def action_view_handovers(self):
        """What was given to this engineer and what came back."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_stock.service_bag_handover_action"
        )
        action["domain"] = [("bag_id", "in", self.ids)]
        action["context"] = {}
        return action


class StockLocation(models.Model):
    _inherit = "stock.location"

    service_bag_ids = fields.One2many(
        "service.bag",
        "location_id",
        "Bag",
        help="The engineer whose bag this place is.",
    )


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    service_bag_ids = fields.One2many(
        "service.bag",
        "warehouse_id",
        "Bags",
        help="The engineers who carry parts of this warehouse.",
    )


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_give_bag(self):
        """Give each of these engineers a bag at the warehouses of his branches."""
        bags = self.env["service.bag"]
        bags.check_access("create")
        for user in self:
            # as who presses it: at the branches that he sees
            for branch in user.service_branch_ids._filtered_access("read"):
                if branch.warehouse_id:
                    bags |= bags._ensure(user, branch.warehouse_id)
        if not bags:
            raise UserError(self.env._("Say first at which branch this person works."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_stock.service_bag_action"
        )
        return {**action, "domain": [("id", "in", bags.ids)], "context": {}}
