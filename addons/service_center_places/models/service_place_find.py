from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ServicePlace(models.Model):
    """Which place or device a code stands for, and who may have it in his hand."""

    _inherit = "service.place"

    @api.model
    def _find_place(self, code):
        """The place with a scanned code, as the current user; or none."""
        orders = self.env["service.order"]
        spellings = orders._get_scan_spellings(str(code or "")[:200])
        digits = [each for each in spellings if each.isdigit()]
        if not digits:
            return self.browse()
        return self.search([("code", "in", digits)], limit=1)

    @api.model
    def _find_devices(self, code):
        """Orders, sudo, for which a scanned code stands: those the user sees, and
        those that lie in a place he sees."""
        orders = self.env["service.order"]
        spellings = orders._get_scan_spellings(str(code or "")[:200])
        if not spellings:
            return orders.sudo()
        found = orders._find_by_number(spellings) or orders._find_by_serial(spellings)
        # sudo: a device in the hand is put down, whoever repairs it; the screens
        # tell no more of it than stands on its label
        return found.sudo() or self._find_lying(spellings)

    @api.model
    def _find_lying(self, spellings):
        """What lies in places the user sees, whosever order it is; sudo."""
        # sudo: see _find_devices; the places themselves are asked for as the user
        orders = self.env["service.order"].sudo()
        lying = self.search([])._get_lying_domain()
        found = orders.search(
            lying & (Domain("code", "in", spellings) | Domain("name", "in", spellings)),
            limit=2,
        )
        return found or orders._find_by_serial(spellings).filtered_domain(lying)

    @api.model
    def _find_device(self, code):
        """The one device for a code, sudo; or none.

        What is in the house goes before what was issued once.
        """
        found = self._find_devices(code)
        inside = found.filtered(lambda order: order.state != "issued")
        if len(inside) > 1:
            raise UserError(
                self.env._(
                    "%(code)s stands for several orders: %(orders)s. Scan the label of "
                    "the order instead.",
                    code=str(code)[:50],
                    orders=", ".join(inside[:5].mapped("name")),
                )
            )
        return inside or found[:1]

    def _check_may_put(self):
        """Only the people of its branch put devices in a place or audit it."""
        self.ensure_one()
        self.check_access("read")
        if not self.active:
            raise UserError(
                self.env._("%(place)s is archived.", place=self.display_name)
            )
        if not (self.env.su or self._is_of_my_branch()):
            raise UserError(
                self.env._(
                    "%(place)s belongs to %(branch)s, where you do not work.",
                    place=self.display_name,
                    branch=self.branch_id.name,
                )
            )

    def _is_of_my_branch(self):
        user = self.env.user
        if user.has_group("service_center.service_center_group_head"):
            return True
        # sudo: of its people only whether one is among them; whoever asks is active
        branch = self.branch_id.sudo().with_context(active_test=False)
        return user in branch.user_ids
