from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class ServicePartsTransfer(models.Model):
    """What is missing: it goes back to the sender, or the head answers for it."""

    _inherit = "service.parts.transfer"

    def action_take_back(self):
        """Put what the sender counted back into his stock."""
        self._stand_in_line()
        for transfer in self.filtered(lambda each: each.state in ("sent", "short")):
            transfer._check_may_take_back()
            transfer._take_back()
        return True

    def _check_may_take_back(self):
        """Hook: whether this person stands at the sending end."""
        self.ensure_one()
        self._check_storekeeper_of(
            self.branch_id,
            self.env._(
                "%(number)s is taken back by a storekeeper of “%(branch)s”.",
                number=self.name,
                branch=self.branch_id.name,
            ),
        )

    def _take_back(self):
        counted = {
            line: line.quantity_counted
            for line in self.line_ids.filtered("quantity_counted")
        }
        if not counted:
            raise UserError(
                self.env._(
                    "%(number)s: fill in under “Counted” what came back.",
                    number=self.name,
                )
            )
        before = {line: line.quantity_open for line in self.line_ids}
        for line, quantity in counted.items():
            if line.product_uom_id.compare(quantity, line.quantity_open) > 0:
                raise UserError(
                    line._get_too_many_message(quantity, line.quantity_open)
                )
        # sudo: checked above; the moves are those of this transfer
        transfer = self.sudo()
        transfer._let_go({line.sudo(): quantity for line, quantity in counted.items()})
        moves = transfer._create_picking(
            transfer._get_receiving_type(transfer.warehouse_id),
            transfer._get_transit(),
            transfer._get_source_place(),
            {line.sudo(): quantity for line, quantity in counted.items()},
            {line: line._get_sent() for line in transfer.line_ids},
        )
        moves._action_assign()
        moves.picked = True
        moves.picking_id._action_done()
        self.line_ids.quantity_counted = 0.0
        self._ensure_incoming()
        self._note_quantities(self.env._("Taken back"), counted, before)
        self._close_activities()

    def action_write_off(self):
        """Nobody has it: scrap what is open, with the head's reason."""
        self._stand_in_line()
        self._check_head()
        for transfer in self.filtered(lambda each: each.state == "short"):
            if not transfer.write_off_reason:
                raise UserError(
                    self.env._(
                        "%(number)s: say under “Written Off Because” what happened.",
                        number=transfer.name,
                    )
                )
            transfer._write_off()
        return True

    def _write_off(self):
        before = {line: line.quantity_open for line in self.line_ids}
        # sudo: the head's right was checked; what is scrapped is what is open here
        transfer = self.sudo()
        lines = transfer.line_ids.filtered("quantity_open")
        quantities = {line: line.quantity_open for line in lines}
        transfer._let_go(quantities)
        scraps = self.env["stock.scrap"].sudo()
        for line, quantity in quantities.items():
            scraps += scraps.create(
                {
                    "service_transfer_line_id": line.id,
                    "company_id": transfer.company_id.id,
                    "origin": transfer.name,
                    "product_id": line.product_id.id,
                    "lot_id": line.lot_id.id,
                    "scrap_qty": quantity,
                    "product_uom_id": line.product_uom_id.id,
                    "location_id": transfer._get_transit().id,
                }
            )
        scraps.do_scrap()
        for scrap in scraps:
            scrap.message_post(body=transfer.write_off_reason)
        self.line_ids.quantity_counted = 0.0
        self._note_quantities(
            self.env._("Written off: %(why)s", why=self.write_off_reason),
            before,
            before,
        )
        self._close_activities()

    def _note_quantities(self, title, counted, before):
        """Who counted what, and why it differs: kept for good in the history."""
        rows = []
        for line in self.line_ids:
            if not before.get(line):
                continue
            row = self.env._(
                "%(part)s: %(counted)s of %(open)s",
                part=line.product_id.display_name,
                counted=f"{counted.get(line, 0.0):g}",
                open=f"{before[line]:g}",
            )
            if line.reason and counted.get(line, 0.0) < before[line]:
                row = f"{row} ({line.reason})"
            rows.append(row)
        self.message_post(
            body=Markup("<br/>").join([Markup("<b>%s</b>") % title, *rows])
        )
