from odoo import fields, models


class ResPartner(models.Model):
    """A customer who wants no texts gets none."""

    _inherit = "res.partner"

    sms_opt_out = fields.Boolean(
        "No Texts",
        tracking=True,
        help="The customer wants no texts. It is asked right before each one is sent.",
    )


class ServiceConsent(models.Model):
    """The consent that is about texts."""

    _inherit = "service.consent"

    is_about_sms = fields.Boolean(
        "About Texts",
        help="Whoever declines it gets no texts about the order. Not asked yet: texts "
        "about the order are sent.",
    )
