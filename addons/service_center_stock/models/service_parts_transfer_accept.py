from odoo import fields, models
from odoo.exceptions import UserError


class ServicePartsTransfer(models.Model):
    """Accepting: the other side counts, and only what it counted is its stock."""

    _inherit = "service.parts.transfer"

    def action_count_all(self):
        """All that is open lies here: fill in the counted quantities."""
        self.check_access("write")
        for line in self.line_ids.filtered("quantity_open"):
            line.quantity_counted = line.quantity_open
        return True

    def action_accept(self):
        """Put what was counted into the stock of the receiving branch.

        What is missing stays open. A second click finds it accepted, does nothing.
        """
        self._stand_in_line()
        for transfer in self.filtered(lambda each: each.state in ("sent", "short")):
            transfer._check_may_accept()
            transfer._check_counted()
            transfer._accept()
        return True

    def _check_may_accept(self):
        """Hook: whether this person stands at the receiving end."""
        self.ensure_one()
        self._check_storekeeper_of(
            self.dest_branch_id,
            self.env._(
                "%(number)s is accepted by a storekeeper of “%(branch)s”.",
                number=self.name,
                branch=self.dest_branch_id.name,
            ),
        )

    def _check_counted(self):
        """What was counted can be, and what is missing has a reason."""
        self.ensure_one()
        counted = self.line_ids.filtered("quantity_counted")
        if self.state == "short" and not counted:
            raise UserError(
                self.env._(
                    "%(number)s: fill in under “Counted” what turned up.",
                    number=self.name,
                )
            )
        for line in counted:
            if (
                line.product_uom_id.compare(line.quantity_counted, line.quantity_open)
                > 0
            ):
                raise UserError(
                    line._get_too_many_message(
                        line.quantity_counted, line.quantity_open
                    )
                )
        silent = self.line_ids.filtered(
            lambda line: (
                line.product_uom_id.compare(line.quantity_counted, line.quantity_open)
                < 0
                and not line.reason
            )
        )
        if silent:
            raise UserError(
                self.env._(
                    "Less was counted than sent: %(parts)s. Count again (“Count All as "
                    "Sent” fills it in), or say why under “Difference Because”.",
                    parts=", ".join(silent.product_id.mapped("display_name")),
                )
            )

    def _accept(self):
        self.ensure_one()
        first = self.state == "sent"
        before = {line: line.quantity_open for line in self.line_ids}
        counted = {line: line.quantity_counted for line in self.line_ids}
        self._ensure_incoming()
        # sudo: checked by action_accept; the moves are those of this transfer
        moves_sudo = self.sudo().line_ids._get_incoming()
        ready = moves_sudo.browse()
        for line in self.sudo().line_ids:
            rest = line.quantity_counted
            for move in moves_sudo.filtered(
                lambda m, ln=line: m.service_transfer_line_id == ln
            ):
                part = min(rest, move.product_uom_qty)
                rest -= part
                if move.product_uom.compare(part, 0.0) > 0:
                    move.quantity = part
                    ready += move
        ready.picked = True
        ready.picking_id._action_done()
        self.sudo().line_ids._get_incoming()._action_assign()
        if first:
            for line in self.line_ids.filtered("quantity_open"):
                line._write_server_fields({"quantity_missing": line.quantity_open})
        self.line_ids.quantity_counted = 0.0
        self._write_server_fields(
            {"date_accepted": fields.Datetime.now(), "receiver_id": self.env.uid}
        )
        self._note_quantities(self.env._("Accepted"), counted, before)
        self._close_activities()

    def _close_activities(self):
        done = self.filtered(lambda transfer: transfer.state == "done")
        # sudo: also those of colleagues
        done.sudo().activity_unlink(
            ["service_center_stock.mail_activity_type_transfer"]
        )
