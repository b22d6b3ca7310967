from odoo import api, fields, models


class SmsComposer(models.TransientModel):
    """Before a text about an order is sent: what it costs, and whether it may go."""

    _inherit = "sms.composer"

    service_price = fields.Float(
        compute="_compute_service_price",
        compute_sudo=True,
        digits=(16, 4),
        help="What one part costs at the provider of the order's branch.",
    )
    service_currency = fields.Char(compute="_compute_service_price", compute_sudo=True)
    service_warning = fields.Char(compute="_compute_service_price", compute_sudo=True)

    def _get_service_order(self):
        """The order this is about, if it is about one that the person sees."""
        self.ensure_one()
        orders = self.env["service.order"].sudo(False)
        if self.res_model != orders._name or not self.res_id:
            return orders
        return orders.browse(self.res_id)._filtered_access("read")

    @api.depends("res_model", "res_id")
    def _compute_service_price(self):
        # compute_sudo: the provider's price is shown, its settings are not
        for composer in self:
            order = composer._get_service_order().sudo()
            branch = order.branch_id
            provider = order and branch.company_id._get_sms_provider(branch)
            composer.service_price = provider.price_segment if provider else 0.0
            composer.service_currency = bool(provider) and provider.currency_id.symbol
            composer.service_warning = bool(order) and (
                composer._get_service_warning(order)
            )

    def _get_service_warning(self, order):
        number = order._get_text_number()[1]
        blacklist = self.env["phone.blacklist"]
        if order.partner_id.sms_opt_out:
            return self.env._(
                "The customer wants no texts: this one would be cancelled."
            )
        if number and blacklist.search_count([("number", "=", number)], limit=1):
            return self.env._("The number is on the blacklist: nothing goes there.")
        return False

    def _action_send_sms_comment_single(self, records=None):
        order = self._get_service_order()
        if order.state != "issued":
            return super()._action_send_sms_comment_single(records)
        # frozen: its number is not corrected, another one is only used
        number = self.recipient_single_number_itf or self.recipient_single_number
        return order._message_sms(
            self._prepare_body_values(order)[order.id],
            partner_ids=order.partner_id.ids,
            sms_pid_to_number={order.partner_id.id: number},
        )
