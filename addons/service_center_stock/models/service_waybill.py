from odoo import api, fields, models


class ServiceWaybill(models.AbstractModel):
    """What a waybill asks the document for that it is printed from."""

    _name = "service.waybill"
    _description = "Document with a Waybill"

    def _get_waybill(self):
        """Hook: all that stands on the waybill.

        :return: dictionary with ``title``, ``number``, ``date``, ``branch``,
            ``company``, the texts ``sender`` and ``receiver``, ``note``, ``lines`` (see
            ``stock.move._get_waybill_lines``) and, where prices are told, ``currency``,
            the pairs of ``taxes``, ``untaxed`` and ``total``
        """
        raise NotImplementedError

    def _get_waybill_lang(self):
        """Hook: the language of whoever gets it; inside the house, who prints it."""
        return self.env.lang or "en_US"

    def _get_document_address(self, partner):
        """An address in one line, as on the documents of orders."""
        return self.env["service.order"]._get_document_address(partner)

    @api.model
    def _get_waybill_place(self, branch, location):
        """One end of a waybill: the branch, and where there."""
        if not branch:
            return location.display_name
        return f"{branch.name} ({location.display_name})"

    @api.model
    def _sum_waybill(self, lines, currency):
        """What the lines come to, where prices are told."""
        if not any("price" in line for line in lines):
            return {"currency": False}
        untaxed = sum(line.get("amount", 0.0) for line in lines)
        return {
            "currency": currency,
            "untaxed": untaxed,
            "taxes": [],
            "total": currency.round(untaxed),
        }


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_waybill_lines(self):
        """The rows of a waybill: what was moved, or what is to be moved.

        :return: list of dictionaries with ``code``, ``name``, ``lot``, ``quantity``,
            ``unit``, ``order`` and, on receipts and sales, ``price`` and ``amount``
        """
        rows = []
        for move in self.filtered(lambda move: move.state != "cancel"):
            order = move.service_order_id or move.move_dest_ids.service_order_id[:1]
            row = {
                "code": move.product_id.default_code or "",
                "name": move.product_id.with_context(
                    display_default_code=False
                ).display_name,
                "order": order.name or "",
                "unit": self._get_waybill_unit(move.product_uom),
            }
            price = move._get_waybill_price()
            parts = [
                (line.lot_id.name, line.quantity)
                for line in move.move_line_ids
                if line.lot_id
            ] or [(False, move.quantity or move.product_uom_qty)]
            for lot, quantity in parts:
                rows.append({**row, "lot": lot or "", "quantity": quantity})
                if price is not None:
                    rows[-1]["price"] = price
                    rows[-1]["amount"] = price * quantity
        return rows

    @api.model
    def _get_waybill_unit(self, unit):
        """The unit, where it is not just pieces."""
        piece = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        return unit.name if unit.id != piece else ""

    def _get_waybill_price(self):
        """What one costs, on a receipt or a return to the vendor; else ``None``."""
        self.ensure_one()
        # sudo: a storekeeper without a role in purchase prints the vendor's prices,
        # but nobody does from whom costs are kept
        bought_sudo = self.sudo().purchase_line_id
        if not bought_sudo or not self.env["product.product"]._may_see_cost():
            return None
        return bought_sudo.product_uom_id._compute_price(
            bought_sudo.price_unit_discounted, self.product_uom
        )


class ServicePartsTransfer(models.Model):
    _name = "service.parts.transfer"
    _inherit = ["service.parts.transfer", "service.waybill"]

    def _get_waybill(self):
        self.ensure_one()
        self.check_access("read")
        # sudo: each end prints both, warehouses included
        transfer = self.sudo()
        lines = []
        for line in transfer.line_ids:
            sent = line.quantity_sent or line.quantity
            lines.append(
                {
                    "code": line.product_id.default_code or "",
                    "name": line.product_id.with_context(
                        display_default_code=False
                    ).display_name,
                    "lot": line.lot_id.name or "",
                    "quantity": sent,
                    "unit": self.env["stock.move"]._get_waybill_unit(
                        line.product_uom_id
                    ),
                    "order": transfer.order_id.name or "",
                }
            )
        return {
            "title": self.env._("Waybill: transfer of parts"),
            "number": transfer.name,
            "date": transfer.date_sent or fields.Datetime.now(),
            "branch": transfer.branch_id,
            "company": transfer.company_id,
            "sender": self._get_waybill_place(
                transfer.branch_id, transfer._get_source_place()
            ),
            "receiver": self._get_waybill_place(
                transfer.dest_branch_id, transfer._get_dest_place()
            ),
            "sender_person": transfer.sender_id.name,
            "receiver_person": transfer.receiver_id.name,
            "note": transfer.note,
            "lines": lines,
            "currency": False,
        }
