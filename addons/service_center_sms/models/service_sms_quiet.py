from odoo import api, fields, models

from ..tools import clock


class ServiceSms(models.Model):
    """Nobody is woken up: what is due in quiet hours waits until they are over."""

    _inherit = "service.sms"

    @api.model
    def _get_screens(self):
        return [*super()._get_screens(), "_screen_quiet"]

    def _screen_quiet(self):
        now, held = fields.Datetime.now(), {}
        for sms in self.filtered("order_id"):
            branch = sms.branch_id or sms.order_id.branch_id
            hours = branch._get_quiet_hours()
            if end := clock.get_quiet_end(now, branch._get_text_zone(), *hours):
                reason = self.env._("Quiet hours of %(branch)s.", branch=branch.name)
                held[sms.id] = {"date_next": end, "reason": reason}
        return held
