from odoo import api, fields, models

from .service_order_device import DEVICE_FIELDS


class ServiceOrder(models.Model):
    """The consents of an order: asked for as the rules of now say, while it is new."""

    _inherit = "service.order"

    consent_ids = fields.One2many(
        "service.order.consent", "order_id", "Consents", copy=False
    )
    has_missing_consents = fields.Boolean(
        compute="_compute_has_missing_consents",
        help="A consent was set up after the order was taken in.",
    )

    @api.depends("consent_ids", "device_type_id", "state")
    def _compute_has_missing_consents(self):
        asked = self._origin._get_consents()
        for order in self:
            missing = (
                asked.get(order._origin, self.env["service.consent"])
                - order.consent_ids.consent_id
            )
            order.has_missing_consents = order.state == "new" and bool(missing)

    def _get_consents(self):
        """The consents each order is to be asked for, by company and device type."""
        # sudo: the order's company decides, not the ones the user has switched on
        consents_sudo = self.env["service.consent"].sudo()
        return {
            order: consents_sudo._get_for(order.company_id, order.device_type_id)
            for order in self
        }

    def action_sync_consents(self):
        """Ask for what the rules of now say."""
        self.check_access("write")
        self._sync_consents()
        return True

    def _sync_consents(self):
        """Add the rows that are missing, drop open ones not asked for any more."""
        # sudo: rows come from the head's texts alone; nobody may add or remove them
        orders_sudo = self.sudo().filtered(lambda order: order.state == "new")
        rows_sudo, values = self.env["service.order.consent"].sudo(), []
        asked = orders_sudo._get_consents()
        if not any(asked.values()) and not orders_sudo.consent_ids:
            return
        obsolete = rows_sudo.browse()
        for order, consents in asked.items():
            rows = order.consent_ids
            obsolete |= rows.filtered(
                lambda row, consents=consents: (
                    row.answer == "open" and row.consent_id not in consents
                )
            )
            missing = consents - rows.consent_id
            values += [
                {
                    "order_id": order.id,
                    "consent_id": consent.id,
                    **consent._prepare_wording_values(),
                }
                for consent in missing.with_context(
                    lang=order._get_document_lang("intake")
                )
            ]
        obsolete.unlink()
        rows_sudo.create(values)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._sync_consents()
        return orders

    def write(self, vals):
        res = super().write(vals)
        if not {"device_id", "branch_id", *DEVICE_FIELDS}.isdisjoint(vals):
            self._sync_consents()
        return res

    def _get_intake_blockers(self):
        blockers = super()._get_intake_blockers()
        rules = self.env["service.consent"]._get_all_rules()
        for order, consents in self._get_consents().items():
            required = consents.filtered(lambda each: rules[each.id].required)
            if not required:
                continue
            rows = order.consent_ids.filtered(lambda row: row.answer == "agreed")
            missing = required - rows.consent_id
            if missing:
                blockers[order].append(
                    self.env._(
                        "Ask the customer to agree to: %(consents)s.",
                        consents=", ".join(missing.mapped("name")),
                    )
                )
        return blockers
