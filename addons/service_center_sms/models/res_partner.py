from odoo import models


class ResPartner(models.Model):
    """What a forgotten customer was told: the journal keeps when and for how much."""

    _inherit = "res.partner"

    def _get_erasure_plan(self):
        plan = super()._get_erasure_plan()
        numbers = [number for number in self.mapped("phone_sanitized") if number]
        texts = self.env["service.sms"].search(
            ["|", ("partner_id", "in", self.ids), ("number", "in", numbers)]
        )
        step = (
            self.env._("Texts: number and words removed"),
            texts,
            texts._anonymize,
        )
        return [*plan[:-1], step, plan[-1]]


class ServiceSms(models.Model):
    _inherit = "service.sms"

    def _anonymize(self):
        """Forget number and words; what waits is not sent any more."""
        self._change(["waiting"], state="cancelled")
        self._write_server_fields({"number": False, "body": False, "reason": False})
