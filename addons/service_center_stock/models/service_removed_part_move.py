from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

RETURN = "service_center_stock.mail_activity_type_return"


class ServiceRemovedPart(models.Model):
    """A removed part that stays with us is in the stock's books, beside the stock."""

    _inherit = "service.removed.part"

    move_ids = fields.One2many(
        "stock.move",
        "service_removed_id",
        "Stock Moves",
        readonly=True,
        copy=False,
        groups="stock.group_stock_user",
    )
    claim_line_ids = fields.One2many(
        "service.parts.claim.line",
        "removed_part_id",
        "Lines of Claims",
        readonly=True,
        copy=False,
        groups="service_center.service_center_group_manager,stock.group_stock_user",
    )

    def _get_current_move(self):
        """The move that brought the part to where it lies now, if any."""
        self.ensure_one()
        last = self.move_ids.filtered(lambda m: m.state == "done").sorted("id")[-1:]
        return last.filtered(lambda move: move.location_id.usage == "customer")

    def _get_place(self):
        """Where a removed part of this fate lies; empty: nowhere in our books."""
        self.ensure_one()
        warehouse = self.order_id._get_parts_warehouse()
        if not self.product_id.is_storable:
            return self.env["stock.location"]
        if self.fate == "vendor":
            return warehouse._get_returns_location()
        return (
            warehouse.lot_stock_id
            if self.fate == "stock"
            else warehouse.lot_stock_id.browse()
        )

    def _get_owner(self):
        """Whose it is: what goes to a vendor stays the customer's and has no value."""
        self.ensure_one()
        return self.partner_id if self.fate == "vendor" else self.partner_id.browse()

    def _move_removed(self):
        """Bring the parts to where their fate says, and those astray back."""
        # sudo: whoever may record a removed part (checked by create and write) puts
        # that part aside, and nothing else
        parts = self.sudo()
        vals_list = []
        for part in parts:
            place = part._get_place()
            lot = part._find_lot()
            if place and not lot and part.product_id.tracking != "none":
                lot = part._make_lot()
            if part.lot_id != lot:
                part._write_server_fields({"lot_id": lot.id})
            current = part._get_current_move()
            if current and part._is_moved_by(current, place, lot):
                continue
            part._undo_moves()
            if place:
                vals_list.append(part._prepare_removed_values(place, lot))
        if vals_list:
            self.env["stock.move"].sudo()._carry_returns(vals_list)

    def _is_moved_by(self, move, place, lot):
        self.ensure_one()
        return (
            move.product_id == self.product_id
            and move.location_dest_id == place
            and move.move_line_ids.lot_id == lot
            and not move.product_uom.compare(move.quantity, self.quantity)
        )

    def _make_lot(self):
        self.ensure_one()
        serial = (self.serial or "").strip()
        if not serial:
            raise UserError(
                self.env._(
                    "“%(part)s” is tracked by serial numbers: type or scan the serial "
                    "of the removed part.",
                    part=self.name,
                )
            )
        return self.env["stock.lot"].create(
            {
                "name": serial,
                "product_id": self.product_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _prepare_removed_values(self, place, lot):
        self.ensure_one()
        warehouse = self.order_id._get_parts_warehouse()
        customers, _suppliers = warehouse._get_partner_locations()
        return {
            "service_removed_id": self.id,
            "service_order_id": self.order_id.id,
            "service_use": "removed",
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom": self.product_id.uom_id.id,
            "location_id": customers.id,
            "location_dest_id": place.id,
            "picking_type_id": warehouse.in_type_id.id,
            "warehouse_id": warehouse.id,
            "company_id": self.company_id.id,
            "origin": self.order_id.name,
            "lot": lot.id,
            "owner": self._get_owner().id,
        }

    def _undo_moves(self):
        """Give back to the customer what was put aside."""
        vals_list = []
        for part in self:
            move = part._get_current_move()
            if move:
                detail = move.move_line_ids[:1]
                vals_list.append(
                    {
                        **part._prepare_removed_values(move.location_id, detail.lot_id),
                        "product_id": move.product_id.id,
                        "product_uom_qty": move.quantity,
                        "product_uom": move.product_uom.id,
                        "location_id": move.location_dest_id.id,
                        "location_dest_id": move.location_id.id,
                        "origin_returned_move_id": move.id,
                        "owner": detail.owner_id.id,
                    }
                )
        if vals_list:
            self.env["stock.move"]._carry_returns(vals_list)

    def _plan_return(self):
        """Remind somebody in time, once, of each part that a vendor waits for."""
        # sudo: the reminder is for a colleague
        parts = self.sudo()
        parts.activity_unlink([RETURN])
        today = fields.Date.context_today(self)
        for part in parts:
            if part.fate != "vendor" or part.state == "done" or not part.date_return:
                continue
            early = timedelta(days=part.branch_id.parts_return_days)
            part.activity_schedule(
                RETURN,
                date_deadline=max(today, part.date_return - early),
                user_id=part._get_return_user().id,
            )

    def _get_return_user(self):
        """Hook: who sends it back: a storekeeper of the branch, or the manager."""
        self.ensure_one()
        group = "service_center_stock.service_center_stock_group_storekeeper"
        staff = self.branch_id.user_ids.filtered(lambda user: user.has_group(group))
        return staff[:1] or self.order_id.user_id
