from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceStopSerial(models.Model):
    """A serial number that somebody must look at when it comes in: the stop-list.

    It may never have been here: a device reported stolen, a customer's fraud.
    """

    _name = "service.stop.serial"
    _description = "Serial on the Stop-List"
    _inherit = ["service.readonly.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "serial"
    _rec_names_search = ["serial", "serial_key"]

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True, tracking=True)
    serial = fields.Char("Serial / IMEI", required=True, tracking=True)
    serial_key = fields.Char(
        "Normalised Serial",
        compute="_compute_serial_key",
        store=True,
        precompute=True,
        help="Two spellings of one number are the same.",
    )
    reason = fields.Char(
        required=True, tracking=True, help="Shown to whoever takes the device in."
    )
    block = fields.Boolean(
        "Do Not Take to Work",
        default=True,
        tracking=True,
        help="An order with this number can only be refused. Off: it is a warning.",
    )

    _serial_key_uniq = models.UniqueIndex(
        "(company_id, serial_key) WHERE active",
        "This serial number is on the stop-list already.",
    )

    @api.depends("serial")
    def _compute_serial_key(self):
        for stop in self:
            stop.serial_key = self.env["service.device"]._normalize_serial(stop.serial)

    @api.model_create_multi
    def create(self, vals_list):
        self._forget_stops()
        return super().create(vals_list)

    def write(self, vals):
        self._forget_stops()
        return super().write(vals)

    def unlink(self):
        self._forget_stops()
        return super().unlink()

    def _forget_stops(self):
        """What orders know of the list is not stored; here it ceases to be true."""
        self.env["service.order"].invalidate_model(["stop_reason", "is_stopped"])

    @api.constrains("serial")
    def _check_serial(self):
        for stop in self:
            if not stop.serial_key:
                raise ValidationError(
                    self.env._(
                        "“%(serial)s” is no serial number: it needs a letter or digit.",
                        serial=stop.serial,
                    )
                )
