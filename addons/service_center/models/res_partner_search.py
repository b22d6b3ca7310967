import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_order_search import CUSTOMER, NUMBER

NAMING = {"name", "phone", "country_id"}


class ResPartner(models.Model):
    """What an order is found by of its customer, kept up to date in sets."""

    _inherit = "res.partner"

    def _phone_format(
        self,
        fname=False,
        number=False,
        country=False,
        force_format="E164",
        raise_exception=False,
    ):
        """Understand 8 (050) 123-45-67 and 0048 600 100 200, too."""
        how = {"country": country, "force_format": force_format}
        found = super()._phone_format(fname=fname, number=number, **how)
        if not found:
            typed = number or (self and self[fname or "phone"]) or ""
            meant = self._get_phone_as_meant(typed.strip())
            if meant:
                found = super()._phone_format(number=meant, **how)
        if not found and raise_exception:
            return super()._phone_format(
                fname=fname, number=number, raise_exception=True, **how
            )
        return found

    @api.model
    def _get_phone_as_meant(self, number):
        """What was meant by an 8 before the trunk prefix, or by 00 for a plus."""
        if re.match(r"8[\s()./-]*0", number):
            return number[1:]
        return number.startswith("00") and f"+{number[2:]}"

    @api.model
    def _get_whole_phone_domain(self, operator, value):
        """Who has this phone number, in any spelling; ``None`` if nobody does.

        Asks an index, however many customers there are.
        """
        if operator not in ("ilike", "like", "=ilike", "=") or not isinstance(
            value, str
        ):
            return None
        whole = NUMBER.fullmatch(value.strip())
        number = whole and self._phone_format(number=value.strip())
        domain = Domain("phone_sanitized", "=", number)
        return domain if number and self.search_count(domain, limit=1) else None

    @api.model
    def _search_display_name(self, operator, value):
        """A whole phone number finds those who have it, like their name does.

        If nobody has it, the digits may be a tax number or a reference.
        """
        domain = self._get_whole_phone_domain(operator, value)
        if domain is not None:
            return domain
        return super()._search_display_name(operator, value)

    def _search_phone_mobile_search(self, operator, value):
        domain = self._get_whole_phone_domain(operator, value)
        if domain is not None:
            return domain
        return super()._search_phone_mobile_search(operator, value)

    def _get_order_search_key(self):
        """The end of the key by which the customer's orders are found."""
        name = " ".join((self.name or "").split())
        digits = re.sub(r"\D", "", self.phone_sanitized or "")
        return f"{name} {digits}".strip()

    def write(self, vals):
        if not NAMING.intersection(vals):
            return super().write(vals)
        before = {partner: partner._get_order_search_key() for partner in self}
        res = super().write(vals)
        self.filtered(
            lambda partner: partner._get_order_search_key() != before[partner]
        )._refresh_search_keys()
        return res

    def _refresh_search_keys(self):
        """Let the orders of these customers be found by what they are called now.

        One statement, however many orders there are. Orders that somebody is changing
        at the same moment make one of the two transactions run once more.
        """
        keys = [SQL("(%s, %s)", each.id, each._get_order_search_key()) for each in self]
        if not keys:
            return
        orders = self.env["service.order"]
        orders.flush_model(["partner_id", "search_key"])
        # Past the rules: a key says what the customer is called, whoever may see the
        # order, and an issued order stays as it is otherwise.
        self.env.cr.execute(
            SQL(
                """
                UPDATE service_order
                   SET search_key = split_part(search_key, %(mark)s, 1)
                                 || %(mark)s || customer.key
                  FROM (VALUES %(keys)s) AS customer (id, key)
                 WHERE service_order.partner_id = customer.id
                   AND split_part(search_key, %(mark)s, 2) != customer.key
                """,
                mark=CUSTOMER,
                keys=SQL(", ").join(keys),
            )
        )
        orders.invalidate_model(["search_key"])

    @api.autovacuum
    def _gc_search_keys(self):
        """Once a day: orders taken in at the very moment their customer was renamed."""
        yesterday = fields.Datetime.now() - timedelta(days=2)
        self.with_context(active_test=False).search(
            [("write_date", ">=", yesterday), ("service_order_ids", "!=", False)],
            limit=10000,
        )._refresh_search_keys()
