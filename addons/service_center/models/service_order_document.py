from odoo import fields, models

from .qr_code import draw_qr


class ServiceOrder(models.Model):
    """What the printed documents ask an order for.

    A document is a report on orders: its action says when it fits (``domain``), its
    template what it shows. Here stands what templates cannot say by themselves.
    """

    _inherit = "service.order"

    def _prefetch_documents(self):
        """Hook: read for all orders at once what each document would ask for alone.

        Lines that were picked by a condition have forgotten those of other orders.
        """
        self.line_ids.mapped("tax_ids")
        self.line_ids.mapped("performers")

    def _get_document_lang(self, document):
        """Hook: the language to print in, whoever prints: that of whoever reads it."""
        self.ensure_one()
        inside = document == "worksheet"
        reader = self.company_id.partner_id if inside else self.partner_id
        return reader.lang or self.env.lang or "en_US"

    def _get_document_date(self, document):
        """Hook: the day a document is of, by the calendar of the branch."""
        self.ensure_one()
        moment = {
            "intake": self.create_date,
            "act": self.date_end,
            "refusal": self.date_end,
            "warranty": self.date_issued,
        }.get(document)
        return self._get_local_day(moment or fields.Datetime.now())

    def _get_document_zone(self):
        """The time zone of the hours on papers: that of the branch."""
        self.ensure_one()
        return self.branch_id._get_calendar().tz or "UTC"

    def _get_document_qr(self, document):
        """Hook: what the QR code holds. The code of the order, as the bars do."""
        self.ensure_one()
        return self.code

    def _draw_document_qr(self, text):
        """A QR code as an image in base64."""
        return draw_qr(text)

    def _get_document_terms(self, document):
        """The terms of a document as a list of paragraphs."""
        self.ensure_one()
        text = self.env["service.document.terms"]._get_text(document, self.branch_id)
        paragraphs = (text or "").replace("\r\n", "\n").split("\n\n")
        return [each.strip("\n") for each in paragraphs if each.strip()]

    def _get_document_signature(self, document, signer):
        """Hook: the stored signature of a signer, as an image in base64, if any.

        :param document: kind of the document, as in ``service.document.terms``
        :param signer: ``customer`` or ``center``
        """
        self.ensure_one()
        return False

    def _get_document_address(self, partner):
        """An address in one line, as its country writes it."""
        lines = partner._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _get_document_device(self):
        """Type, brand and model of the device in one line."""
        self.ensure_one()
        names = (
            self.device_type_id.name,
            self.device_brand_id.name,
            self.device_model_id.name,
        )
        return " ".join(filter(None, names))

    def _get_warranty_lines(self):
        """Hook: the lines a warranty is given on: all but the customer's parts."""
        self.ensure_one()
        return self._get_document_lines().filtered(lambda line: line._is_charged())

    def _get_sale_lines(self):
        """Hook: what the sales receipt is about: goods sold along with the repair."""
        self.ensure_one()
        lines = self._get_charged_lines("customer")
        return lines.filtered(lambda line: line.kind == "goods")

    def _get_document_totals(self, lines=None):
        """What the lines on a document come to, with the taxes by their groups.

        For the whole order they are the stored amounts, whatever became of the taxes
        since.

        :param lines: which lines to count, if not all that the customer pays for
        :return: dictionary with ``untaxed``, ``total`` and the pairs of ``taxes``
        """
        self.ensure_one()
        totals = self._get_tax_totals(lines=lines)
        taxes = [
            (group["group_name"], group["tax_amount_currency"])
            for subtotal in totals["subtotals"]
            for group in subtotal["tax_groups"]
        ]
        if lines is not None:
            return {
                "untaxed": totals["base_amount_currency"],
                "taxes": taxes,
                "total": totals["total_amount_currency"],
            }
        if self.currency_id.compare_amounts(
            sum(amount for _name, amount in taxes), self.amount_tax
        ):
            taxes = [(self.env._("Taxes"), self.amount_tax)]
        return {
            "untaxed": self.amount_untaxed,
            "taxes": taxes,
            "total": self.amount_total,
        }

    def _get_quality_checks(self):
        """What a second person looked at after the repair: it is shown to customers."""
        self.ensure_one()
        return self.check_ids.filtered(
            lambda check: check.second_person and check.result in ("passed", "failed")
        )


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    def _get_document_unit(self):
        """The unit of the quantity, where it is not just pieces."""
        self.ensure_one()
        piece = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        return self.product_uom_id.name if self.product_uom_id.id != piece else ""

    def _get_warranty_days(self):
        """Hook: the warranty on this line, in days from the hand-over; 0: none."""
        self.ensure_one()
        return self.order_id.warranty_days
