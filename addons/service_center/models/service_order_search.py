import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .keyboard import as_latin

NUMBER = re.compile(r"[\d\s()+./-]{5,}")  # what may be a part of a phone number
# between what belongs to the order and what belongs to its customer
CUSTOMER = "\n"
# the order's own phone number, where its part of the key ends
OWN_PHONE = r"substring(search_key from '([0-9]+)\n')"


class ServiceOrder(models.Model):
    """Finding: one field for number, code, serial, customer and phone.

    All of it stands in one indexed column, so that a search never joins. What belongs
    to the customer stands at its end: when he is renamed, the ends of all his orders
    are replaced by one statement (``res_partner_search.py``).
    """

    _inherit = "service.order"

    search_key = fields.Char(
        compute="_compute_search_key",
        store=True,
        index="trigram",
        help="Number, code, serial, customer and phone in one place, so that one "
        "search finds an order by any of them.",
    )

    # Millions of numbers begin with the same digits: a whole one has its own index.
    _phone_idx = models.Index(f"(({OWN_PHONE}))")

    # the customer's name and number: see res.partner._refresh_search_keys
    @api.depends("name", "code", "serial", "partner_id", "partner_phone", "branch_id")
    def _compute_search_key(self):
        device = self.env["service.device"]
        for order in self:
            own = (
                order.name,
                order.code,
                device._normalize_serial(order.serial),
                order._get_phone_digits(order.partner_phone),
            )
            order.search_key = CUSTOMER.join(
                (" ".join(filter(None, own)), order.partner_id._get_order_search_key())
            )

    def _get_phone_digits(self, number):
        """The digits of a phone number with its country code, if it can be told."""
        if not number:
            return ""
        return re.sub(r"\D", "", self._get_phone_key(number))

    @api.model
    def _search_display_name(self, operator, value):
        """Find an order by number, code, customer, serial, or phone in any spelling.

        A whole number, code or serial finds that order alone; the same digits in the
        middle of somebody's phone number do not disturb.
        """
        if not isinstance(value, str) or operator not in ("ilike", "like", "=ilike"):
            return super()._search_display_name(operator, value)
        return self._get_exact_domain(value) or self._get_search_domain(value.strip())

    @api.model
    def _get_search_domain(self, value):
        """Orders in whose key the typed text stands, as one index can tell."""
        if NUMBER.fullmatch(value):
            number = self.env["res.partner"]._phone_format(number=value)
            if number:
                return self._get_phone_domain(number)
            return Domain.OR(
                Domain("search_key", "ilike", digits)
                for digits in self._get_digits_to_search(value)
            )
        domain = Domain.AND(
            Domain("search_key", "ilike", word) for word in value.split() or [""]
        )
        if len(value) > 4 and re.search(r"\d", value):
            for spelling in {value, as_latin(value)}:
                key = self.env["service.device"]._normalize_serial(spelling)
                domain |= Domain("search_key", "ilike", key or value)
        return domain

    @api.model
    def _get_phone_domain(self, number):
        """Orders with this whole number, or of customers who have it; by indexes."""
        digits = re.sub(r"\D", "", number)
        customers = self.env["res.partner"].with_context(active_test=False)
        customers = customers.search([("phone_sanitized", "=", number)])
        own = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "substring(%s from '([0-9]+)\\n') = %s",  # as the index has it
                model._field_to_sql(alias, "search_key", query),
                digits,
            ),
            predicate=lambda order: digits in (order.search_key or ""),
        )
        return own | Domain("partner_id", "in", customers.ids)

    @api.model
    def _get_digits_to_search(self, value):
        """Part of a phone number, also with the digit dialled before the area code."""
        digits = re.sub(r"\D", "", value)
        found = {digits or value}
        if len(digits) > 5 and digits[0] in "08":
            found.add(digits[1:])
        return found

    @api.model
    def _get_exact_domain(self, value):
        """Orders whose whole number, code or serial was typed; ``None`` if none is.

        Asks by unique indexes, as the user: what he may not see is not found.
        """
        spellings = self._get_scan_spellings(value)
        if not spellings or not re.search(r"\d", value):
            return None
        found = self._find_by_number(spellings) or self._find_by_serial(spellings)
        return Domain("id", "in", found.ids) if found else None

    @api.model
    def _get_scan_spellings(self, code):
        """What may have been meant by a code that was typed or scanned."""
        code = code.strip()
        if not code or re.search(r"\s", code):
            return []
        latin = as_latin(code)
        return list(dict.fromkeys((code, code.upper(), latin, latin.upper())))

    @api.model
    def _find_by_number(self, spellings):
        """Orders by their whole code or number: a look into two unique indexes."""
        return self.search(
            Domain("code", "in", spellings) | Domain("name", "in", spellings), limit=80
        )

    @api.model
    def _find_by_serial(self, spellings, limit=80):
        """Orders by the whole serial number of their device, the latest first."""
        normalize = self.env["service.device"]._normalize_serial
        keys = {normalize(each) for each in spellings} - {False}
        devices = keys and self.env["service.device"].with_context(
            active_test=False
        ).search([("serial_key", "in", list(keys))], limit=limit)
        if not devices:
            return self.browse()
        return self.search([("device_id", "in", devices.ids)], limit=limit)

    def _get_scan_action(self):
        """Show these orders: the only one, or the only one still in the centre.

        :return: an action, or ``False`` for no orders
        """
        inside = self.filtered(lambda order: order.state != "issued")
        action = {"type": "ir.actions.act_window", "res_model": self._name}
        if len(self) == 1 or len(inside) == 1:
            order = inside if len(inside) == 1 else self
            return {**action, "res_id": order.id, "views": [(False, "form")]}
        return bool(self) and {
            **action,
            "name": self.env._("Orders of %(serial)s", serial=self[0].serial),
            "domain": [("id", "in", self.ids)],
            "views": [(False, "list"), (False, "form")],
        }
