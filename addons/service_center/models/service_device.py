import re

from stdnum import imei

from odoo import api, fields, models


class ServiceDevice(models.Model):
    """One physical unit, known by its serial number or IMEI, with all its orders."""

    _name = "service.device"
    _description = "Device"
    _inherit = ["mail.thread", "mail.activity.mixin", "service.readonly.mixin"]
    _order = "id desc"
    _rec_names_search = ["serial_key", "model_id.name"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    serial = fields.Char(
        "Serial / IMEI", tracking=True, help="As it stands on the device."
    )
    serial_key = fields.Char(
        "Normalised Serial",
        compute="_compute_serial_key",
        store=True,
        precompute=True,
        index="trigram",
        help="The serial number in capitals, without spaces and separators. "
        "Two spellings of one number find the same device.",
    )
    model_id = fields.Many2one(
        "service.device.model", index="btree_not_null", ondelete="restrict"
    )
    brand_id = fields.Many2one(
        "service.device.brand",
        compute="_compute_from_model",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    type_id = fields.Many2one(
        "service.device.type",
        compute="_compute_from_model",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Owner",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="The customer who brought it in last.",
    )
    device_properties = fields.Properties(
        "Properties", definition="type_id.device_properties_definition"
    )
    note = fields.Text()
    order_ids = fields.One2many("service.order", "device_id", "Orders")
    order_count = fields.Integer(
        compute="_compute_order_count",
        compute_sudo=True,
        help="In all branches: whoever takes the device in must know that it was here.",
    )

    _serial_key_uniq = models.UniqueIndex(
        "(company_id, serial_key, type_id, COALESCE(brand_id, 0)) "
        "WHERE serial_key IS NOT NULL",
        "A device of this type and brand with this serial number is already known. "
        "Open that one instead.",
    )

    @api.model
    def _normalize_serial(self, serial):
        """The one spelling under which a serial number is kept and searched.

        Capitals, letters and digits only. An empty answer is ``False``: a serial
        of dashes is no serial.
        """
        return re.sub(r"[\W_]", "", serial or "").upper() or False

    @api.model
    def _get_serial_warning(self, serial):
        """A sentence if the number looks like a mistyped IMEI, else ``False``.

        Fifteen digits are an IMEI (3GPP TS 23.003), whose last digit checks the
        others. A wrong one is only a warning: other numbers have 15 digits too.
        """
        key = self._normalize_serial(serial)
        if key and key.isdigit() and len(key) == 15 and not imei.is_valid(key):
            return self.env._(
                "This looks like an IMEI, but its check digit is wrong. "
                "Compare it with the device once more."
            )
        return False

    @api.depends("serial")
    def _compute_serial_key(self):
        for device in self:
            device.serial_key = self._normalize_serial(device.serial)

    @api.depends("model_id")
    def _compute_from_model(self):
        for device in self:
            device.brand_id = device.model_id.brand_id or device.brand_id
            device.type_id = device.model_id.type_id or device.type_id

    @api.depends("type_id.name", "brand_id.name", "model_id.name", "serial")
    def _compute_display_name(self):
        for device in self:
            what = " ".join(
                filter(None, (device.brand_id.name, device.model_id.name))
            ) or (device.type_id.name or "")
            device.display_name = f"{what} ({device.serial})" if device.serial else what

    @api.depends("order_ids")
    def _compute_order_count(self):
        counts = dict(
            self.env["service.order"]._read_group(
                [("device_id", "in", self.ids)], ["device_id"], ["__count"]
            )
        )
        for device in self:
            device.order_count = counts.get(device._origin, 0)

    @api.model
    def _search_display_name(self, operator, value):
        """Let ``35-693803`` find what is kept as ``35693803…``."""
        if isinstance(value, str) and operator in ("ilike", "like", "=", "=ilike"):
            domain = super()._search_display_name(operator, value)
            key = self._normalize_serial(value)
            if key:
                domain |= fields.Domain("serial_key", operator, key)
            return domain
        return super()._search_display_name(operator, value)

    def action_view_orders(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_order_action"
        )
        action["domain"] = [("device_id", "in", self.ids)]
        action["context"] = {}
        return action
