from odoo import fields, models


class ServiceOrder(models.Model):
    """The last part that an order waited for is there: its customer may be told."""

    _inherit = "service.order"

    def _tell_parts_complete(self):
        res = super()._tell_parts_complete()
        now = fields.Datetime.now()
        self._text("parts", lambda order: now)
        return res

    def _is_text_true_parts(self, sms):
        """True while parts are there, nothing is awaited, and the work is not over.

        Where the awaited line was taken off instead, there is nothing to tell.
        """
        there = self.parts_state not in (False, "short", "coming")
        return there and self.state in ("in_progress", "waiting_parts")
