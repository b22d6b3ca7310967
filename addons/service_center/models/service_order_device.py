from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# what is typed about a device -> the device's own field
DEVICE_FIELDS = {
    "serial": "serial",
    "device_type_id": "type_id",
    "device_brand_id": "brand_id",
    "device_model_id": "model_id",
}


class ServiceOrder(models.Model):
    """Intake: a serial number, however it is spelled, leads to the device.

    The same rules serve the form, an import and RPC: an order comes with its device,
    or with what is needed to find or make one.
    """

    _inherit = "service.order"

    device_id = fields.Many2one(
        "service.device",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    serial = fields.Char(
        "Serial / IMEI",
        compute="_compute_from_device",
        store=True,
        readonly=False,
        precompute=True,
    )
    device_type_id = fields.Many2one(
        "service.device.type",
        compute="_compute_from_device",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    device_brand_id = fields.Many2one(
        "service.device.brand",
        "Brand",
        compute="_compute_from_device",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    device_model_id = fields.Many2one(
        "service.device.model",
        "Model",
        compute="_compute_device_model",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    serial_warning = fields.Char(compute="_compute_serial_warning")
    device_history = fields.Text(
        "Seen Here Before",
        compute="_compute_device_history",
        compute_sudo=True,
        help="Earlier orders of this device in all branches of the company: number, "
        "date, fault and result, nothing about customers.",
    )

    @api.depends("device_id.model_id")
    def _compute_device_model(self):
        for order in self:
            device = order.device_id
            order.device_model_id = device.model_id if device else order.device_model_id

    @api.depends(
        "device_id.serial",
        "device_id.type_id",
        "device_id.brand_id",
        "device_model_id",
    )
    def _compute_from_device(self):
        """As the device is known; for a new one as typed, or as the model says."""
        for order in self:
            device, model = order.device_id, order.device_model_id
            if device:
                order.serial = device.serial
                order.device_type_id = device.type_id
                order.device_brand_id = device.brand_id
            else:
                order.serial = order.serial
                order.device_type_id = model.type_id or order.device_type_id
                order.device_brand_id = model.brand_id or order.device_brand_id

    @api.depends("serial")
    def _compute_serial_warning(self):
        for order in self:
            order.serial_warning = self.env["service.device"]._get_serial_warning(
                order.serial
            )

    @api.depends("device_id")
    def _compute_device_history(self):
        # compute_sudo: an engineer or another branch must learn that a device comes
        # back; the text holds nothing about customers or money.
        groups = self.env["service.order"]._read_group(
            [("device_id", "in", self.device_id.ids)], ["device_id"], ["id:recordset"]
        )
        earlier = {
            device: orders.sorted("id", reverse=True) for device, orders in groups
        }
        for order in self:
            orders = earlier.get(order.device_id._origin, self.browse())
            orders = orders.filtered(lambda o, me=order._origin: not me or o.id < me.id)
            order.device_history = (
                "\n".join(o._get_history_line() for o in orders[:5]) or False
            )

    def _get_history_line(self):
        """One line on an earlier visit of a device, for whoever takes it in now."""
        self.ensure_one()
        day = format_date(self.env, self.create_date)
        told = " → ".join(
            " ".join(text.split())
            for text in (self.fault, self.result or self.diagnosis)
            if text
        )
        return f"{self.name}, {day}, {self.stage_id.name}: {told}"

    @api.onchange("serial")
    def _onchange_serial(self):
        device = self.env["service.device"]
        if device._normalize_serial(self.serial) == self.device_id.serial_key:
            return
        found = self._find_devices([self.serial])[self.serial]
        serial = self.serial
        self.device_id = found if len(found) == 1 else False
        self.serial = self.device_id.serial or serial
        if self.device_id and not (
            self.partner_id or self.partner_phone or self.partner_name
        ):
            self.partner_id = self.device_id.partner_id

    @api.model
    def _find_devices(self, serials, company=None):
        """Known devices by serial numbers as typed: one query for all of them.

        :return: dictionary from the serial as typed to a recordset of devices
        """
        device = self.env["service.device"]
        keys = {serial: device._normalize_serial(serial) for serial in serials}
        # archived ones too: their serial numbers are taken, and they are back
        found = (
            device.with_context(active_test=False)
            .search(
                [
                    ("serial_key", "in", [key for key in keys.values() if key]),
                    ("company_id", "=", (company or self.env.company).id),
                ]
            )
            .grouped("serial_key")
        )
        return {serial: found.get(key, device) for serial, key in keys.items()}

    def _complete_create_values(self, vals_list):
        vals_list = super()._complete_create_values(vals_list)
        for branch, mine in self._group_by_branch(vals_list):
            self._fill_in_devices(mine, branch.company_id)
        return vals_list

    def _fill_in_devices(self, vals_list, company):
        """Find the devices by serial number, make the unknown ones, all in one go."""
        to_find = [vals for vals in vals_list if vals.get("serial")]
        known = self._find_devices({vals["serial"] for vals in to_find}, company)
        to_make = {}
        for vals in vals_list:
            spec = self._pop_device_values(vals)
            given = self.env["service.device"].browse(vals.get("device_id") or [])
            serial = spec.get("serial")
            found = known.get(serial, given.browse())
            for name in ("type_id", "brand_id"):
                if len(found) > 1 and spec.get(name):
                    found = found.filtered_domain([(name, "=", spec[name])])
            if given and (not serial or given in found or not given.serial_key):
                if serial and not given.serial_key:
                    given.serial = serial
            elif found:
                vals["device_id"] = found[0].id
            else:
                self._check_new_device(spec)
                key = given._normalize_serial(serial) or len(to_make)
                to_make.setdefault(key, (spec, []))[1].append(vals)
        self.env["service.intake.claim"]._claim(
            {f"device {company.id} {key}" for key in to_make if isinstance(key, str)}
        )
        # nobody follows a device, and its first order tells who brought it
        quiet = {"mail_create_nosubscribe": True, "mail_create_nolog": True}
        devices = (self.env["service.device"].with_context(**quiet)).create(
            [
                {
                    **{name: value for name, value in spec.items() if value},
                    "company_id": company.id,
                    "partner_id": same[0].get("partner_id"),
                }
                for spec, same in to_make.values()
            ]
        )
        for device, (_spec, same) in zip(devices, to_make.values(), strict=True):
            for vals in same:
                vals["device_id"] = device.id

    @api.model
    def _pop_device_values(self, vals):
        """Take what was typed about the device out of ``vals``; the device keeps it."""
        return {
            field: vals.pop(name)
            for name, field in DEVICE_FIELDS.items()
            if name in vals
        }

    def _check_new_device(self, spec):
        if not (spec.get("type_id") or spec.get("model_id")):
            raise UserError(
                self.env._("This device is new here: choose its type or model first.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._update_owners()
        return orders

    def write(self, vals):
        vals = dict(vals)
        spec = self._pop_device_values(vals)
        res = super().write(vals)
        if spec and not vals.get("device_id"):
            for order in self:
                order._correct_device(spec)
        if "partner_id" in vals or "device_id" in vals:
            self._update_owners()
        return res

    def _update_owners(self):
        """The device belongs to whoever brought it last."""
        for partner, orders in self.grouped("partner_id").items():
            devices = orders.device_id.filtered(lambda d, p=partner: d.partner_id != p)
            if devices:
                devices.partner_id = partner

    def _correct_device(self, spec):
        """Somebody corrects what was typed about the device of an existing order.

        The serial of another known device: it was that one. Otherwise a device with
        earlier orders is not renamed under them: a new one is made. Otherwise it was
        a typing error, and the device itself is corrected.
        """
        self.ensure_one()
        device = self.device_id
        changed_serial = "serial" in spec and (
            device._normalize_serial(spec["serial"]) != device.serial_key
        )
        if changed_serial:
            known = self._find_devices([spec["serial"]], self.company_id)[
                spec["serial"]
            ]
            if known:
                self.device_id = known[0]
                return
            if device.serial_key and device.order_count > 1:
                self.device_id = device.create(
                    {
                        "type_id": device.type_id.id,
                        "brand_id": device.brand_id.id,
                        "model_id": device.model_id.id,
                        **spec,
                        "company_id": self.company_id.id,
                        "partner_id": self.partner_id.id,
                    }
                )
                return
        device.write(spec)
