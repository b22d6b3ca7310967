from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import wire
from .service_label_printer import NETWORKS, PORTS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_label_with_receipt = fields.Boolean(
        related="company_id.service_label_with_receipt", readonly=False
    )
    service_label_networks = fields.Char(
        "Networks of Printers",
        config_parameter=NETWORKS,
        help="Where label printers may be, for example 192.168.0.0/16.",
    )
    service_label_ports = fields.Char(
        "Ports of Printers", config_parameter=PORTS, help="For example 9100-9107, 6101."
    )

    @api.constrains("service_label_networks", "service_label_ports")
    def _check_service_label_networks(self):
        for settings in self:
            try:
                wire.parse_networks(settings.service_label_networks or "")
                wire.parse_ports(settings.service_label_ports or "")
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "Networks and ports of printers: write networks like "
                        "192.168.0.0/16 and ports like 9100-9107 (%(error)s).",
                        error=error,
                    )
                ) from error
