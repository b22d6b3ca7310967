from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

HEAD = "service_center.service_center_group_head"


class StockMove(models.Model):
    """Nothing comes into a bag or goes out of it behind the back of its engineer."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        if self.env.uid != SUPERUSER_ID and self.env["service.bag"]._get_owners():
            self._check_hands()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_hands(self):
        """Orders take and give back; everything else goes from hand to hand."""
        bags = self.env["service.bag"]
        for move in self:
            source = bags._get_bag_place(move.location_id)
            dest = bags._get_bag_place(move.location_dest_id)
            if source == dest or move._is_for_order():
                continue
            for place in (source, dest):
                if place and not move._is_handed_by_right(place, place == dest):
                    raise UserError(
                        self.env._(
                            "%(product)s, %(place)s: parts come into a bag and go out "
                            "of it by a handover that the other side accepts. The "
                            "head alone counts a bag.",
                            product=move.product_id.display_name,
                            place=place.sudo().display_name,
                        )
                    )

    def _is_for_order(self):
        """Whether the order, or the claim to a vendor, is the reason of this move."""
        self.ensure_one()
        return bool(self.service_order_id or self._is_service_return())

    def _is_handed_by_right(self, place, is_into):
        """Whether this person may move something into this bag, or out of it."""
        user = self.env.user
        owner_id, _warehouse = self.env["service.bag"]._get_owners()[place.id]
        if self.service_transfer_line_id:
            if user.id == owner_id:
                return True
            if is_into:
                return False
            # sudo: whether the bag's engineer still works here
            owner_sudo = self.env["res.users"].sudo().browse(owner_id)
            return not owner_sudo.active or user.has_group(HEAD)
        return user.has_group(HEAD)
