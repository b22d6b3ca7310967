from odoo import api, fields, models
from odoo.exceptions import UserError


class ServicePartSerial(models.TransientModel):
    """The dialog that takes other serials for a part of an order: scan or tick."""

    _name = "service.part.serial"
    _description = "Serials of a Part"

    line_id = fields.Many2one(
        "service.order.line", "Part", required=True, readonly=True, ondelete="cascade"
    )
    quantity = fields.Float("Needed", related="line_id.quantity", related_sudo=False)
    scan = fields.Char(
        help="Scan or type a serial, then Enter: it is ticked in the list."
    )
    option_ids = fields.One2many(
        "service.part.serial.option",
        "dialog_id",
        "Free at the Branch",
        help="Not kept for another order.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        for dialog in dialogs:
            dialog.line_id._check_may_choose_serials()
            dialog._offer()
        return dialogs

    def _offer(self):
        """List what is free, what the line has already first and ticked."""
        # sudo: who may change the line (checked by create) sees which serials of its
        # part lie where it takes them from
        line = self.line_id.sudo()
        mine = line._get_lots()
        lots = sorted(line._get_free_lots(), key=lambda lot: lot not in mine)[:200]
        self.env["service.part.serial.option"].create(
            [
                {"dialog_id": self.id, "name": lot.name, "is_chosen": lot in mine}
                for lot in lots
            ]
        )

    @api.onchange("scan")
    def _onchange_scan(self):
        code = (self.scan or "").strip().casefold()
        if not code:
            return None
        found = self.option_ids.filtered(lambda o: o.name.casefold() == code)
        if not found:
            scanned = self.scan
            self.scan = False
            return {
                "warning": {
                    "title": self.env._("Not free here"),
                    "message": self.env._(
                        "“%(serial)s” is not among the free serials of this part.",
                        serial=scanned,
                    ),
                }
            }
        found.is_chosen = True
        chosen = self.option_ids.filtered("is_chosen") - found
        over = len(chosen) + 1 - int(self.quantity)
        # the latest scan counts: what was ticked by the program goes first
        for option in chosen[: max(over, 0)]:
            option.is_chosen = False
        self.scan = False
        return None

    def action_take(self):
        """Reserve the chosen pieces for the line."""
        self.ensure_one()
        chosen = self.option_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Scan or tick at least one serial."))
        self.line_id._take_serials(chosen.mapped("name"))
        return {"type": "ir.actions.act_window_close"}


class ServicePartSerialOption(models.TransientModel):
    _name = "service.part.serial.option"
    _description = "Free Serial"
    _order = "id"

    dialog_id = fields.Many2one(
        "service.part.serial", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Serial", required=True)
    is_chosen = fields.Boolean("Take")
