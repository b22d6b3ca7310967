from odoo import models
from odoo.tools.misc import format_date

from ..tools import clock, segments


class ServiceOrder(models.Model):
    """What the placeholders of a text stand for."""

    _inherit = "service.order"

    def _get_text_values(self, plain=False):
        """Hook: values by placeholder, in the language of the context; plain texts.

        :param plain: the text has Latin letters alone, and should keep its 160
        """
        self.ensure_one()
        branch = self.branch_id
        place = branch.partner_id or self.company_id.partner_id
        model = (self.device_brand_id.name, self.device_model_id.name)
        promised = self.date_promised
        local = promised and clock.to_local(promised, self._get_text_zone())
        return {
            "number": self.name,
            "customer": self.partner_id.name,
            "device": " ".join(filter(None, model)) or self.device_type_id.name,
            "branch": branch.name,
            "address": place.street,
            "phone": (branch.phone or self.company_id.phone or "").replace(" ", ""),
            "amount": self._format_text_amount(self.amount_total, plain),
            "due": self._format_text_amount(self._get_text_due(), plain),
            "date": format_date(self.env, local and local.date()),
            "link": self._get_text_link(),
        }

    def _get_text_zone(self):
        return self.branch_id._get_text_zone()

    def _get_text_due(self):
        """What is still to be paid, as far as this centre counts payments."""
        self.ensure_one()
        paid = "amount_due" in self._fields
        return max(self["amount_due"], 0.0) if paid else self.amount_total

    def _get_text_link(self):
        """Hook: the public page of the order, if there is one."""
        self.ensure_one()
        return ""

    def _format_text_amount(self, amount, plain):
        """Short: no pennies where there are none, no gaps between thousands."""
        currency = self.currency_id
        amount = currency.round(amount)
        digits = 0 if amount == int(amount) else currency.decimal_places
        shown = f"{amount:.{digits}f}"
        if plain and segments.measure(currency.symbol).alphabet != "gsm7":
            return f"{shown} {currency.name}"
        if currency.position == "before":
            return f"{currency.symbol}{shown}"
        return f"{shown} {currency.symbol}"

    def _get_text_number(self):
        """The number to text: the one to call about the order, else the customer's.

        After the issue, when the order is frozen, the customer's own goes first.

        :return: it as typed, and as E.164, ``False`` if it is none
        """
        self.ensure_one()
        numbers = [self.partner_phone, self.partner_id.phone]
        if self.state == "issued":
            numbers.reverse()
        typed = next(filter(None, numbers), False)
        if not typed:
            return False, False
        partner, country = self.partner_id, self._get_country()
        country = country or partner.country_id
        return typed, partner._phone_format(
            number=typed, country=country, force_format="E164"
        )
