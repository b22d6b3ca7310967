from odoo import fields, models


class StockPicking(models.Model):
    """Receipts, issues to the bench, returns and deliveries have their waybills."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "service.waybill"]

    def _get_waybill(self):
        self.ensure_one()
        lines = self.move_ids._get_waybill_lines()
        # sudo: the vendor's currency and the names of places, for the storekeeper too;
        # the lines were read as himself
        picking_sudo = self.sudo()
        currency = picking_sudo.move_ids.purchase_line_id.currency_id[:1]
        company = self.company_id or self.env.company
        return {
            "title": picking_sudo._get_waybill_title(),
            "number": self.name,
            "date": self.date_done or self.scheduled_date,
            "branch": picking_sudo.picking_type_id.service_branch_id,
            "company": company,
            "sender": picking_sudo._get_waybill_end(picking_sudo.location_id),
            "receiver": picking_sudo._get_waybill_end(picking_sudo.location_dest_id),
            "sender_person": False,
            "receiver_person": False,
            "note": self.origin
            and self.env._("Source document: %(origin)s", origin=self.origin),
            "lines": lines,
            **self._sum_waybill(lines, currency or company.currency_id),
        }

    def _get_waybill_end(self, location):
        """Who hands over or accepts: the vendor or customer, or a place of a branch."""
        if location.usage in ("supplier", "customer") and self.partner_id:
            return self.partner_id.display_name
        return self._get_waybill_place(location.service_branch_id, location)

    def _get_waybill_title(self):
        """What kind of waybill it is, from where things go."""
        source, dest = self.location_id, self.location_dest_id
        bench = dest.warehouse_id.service_bench_id
        if source.usage == "supplier":
            return self.env._("Receipt waybill")
        if dest.usage == "supplier":
            return self.env._("Waybill: return to the vendor")
        if dest.usage == "customer":
            return self.env._("Outgoing waybill")
        if source.usage == "customer":
            return self.env._("Waybill: return from the customer")
        if bench and dest == bench:
            return self.env._("Waybill: issue of parts")
        if source.warehouse_id.service_bench_id == source and source:
            return self.env._("Waybill: return of parts")
        return self.env._("Waybill: transfer of parts")

    def _get_waybill_lang(self):
        # sudo: what kind of place, not which one
        picking_sudo = self.sudo()
        outside = {
            picking_sudo.location_id.usage,
            picking_sudo.location_dest_id.usage,
        }
        if self.partner_id.lang and outside & {"supplier", "customer"}:
            return self.partner_id.lang
        return super()._get_waybill_lang()


class ServiceOrder(models.Model):
    """The outgoing waybill of an order: the parts and goods the customer buys."""

    _name = "service.order"
    _inherit = ["service.order", "service.waybill"]

    def _get_waybill_order_lines(self):
        """Hook: what is sold with the order and has a weight."""
        self.ensure_one()
        return self._get_charged_lines("customer").filtered(
            lambda line: line.kind in ("part", "goods")
        )

    def _get_waybill(self):
        self.ensure_one()
        lines = self._get_waybill_order_lines()
        totals = self._get_document_totals(lines)
        return {
            "title": self.env._("Outgoing waybill"),
            "number": self.name,
            "date": self.date_issued or self.date_end or fields.Datetime.now(),
            "branch": self.branch_id,
            "company": self.company_id,
            "sender": self.branch_id.name,
            "receiver": self._get_payer().display_name,
            "sender_person": self.user_id.name,
            "receiver_person": self.partner_id.name,
            "note": False,
            "lines": [line._get_waybill_line() for line in lines],
            "currency": self.currency_id,
            **totals,
        }

    def _get_waybill_lang(self):
        return self._get_document_lang("waybill")


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    def _get_waybill_line(self):
        """The row of an outgoing waybill, at the price the customer pays."""
        self.ensure_one()
        # sudo: the desk prints serial numbers without a role in the stock
        fitted = self.sudo().move_ids.filtered(
            lambda move: move.service_use == "fit" and move.state != "cancel"
        )
        return {
            "code": self.product_id.default_code or "",
            "name": self.name,
            "lot": ", ".join(fitted.move_line_ids.lot_id.mapped("name")),
            "quantity": self.quantity,
            "unit": self._get_document_unit(),
            "order": self.order_id.name,
            "price": self.price_subtotal / self.quantity if self.quantity else 0.0,
            "amount": self.price_subtotal,
        }
