from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    phone_sanitized = fields.Char(index="btree_not_null")
    service_bonus = fields.Float(
        "Service Bonus, %",
        digits=(5, 2),
        help="Default discount, in percent, on the works and parts of the customer's "
        "orders.",
    )
    service_order_ids = fields.One2many("service.order", "partner_id", "Service Orders")
    service_order_count = fields.Integer(compute="_compute_service_order_count")

    _service_bonus_range = models.Constraint(
        "CHECK (service_bonus BETWEEN 0 AND 100)",
        "The bonus of a customer lies between 0 and 100 percent.",
    )

    @api.depends("service_order_ids")
    def _compute_service_order_count(self):
        counts = {}
        if self.env["service.order"].has_access("read"):
            counts = dict(
                self.env["service.order"]._read_group(
                    [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
                )
            )
        for partner in self:
            partner.service_order_count = counts.get(partner._origin, 0)

    @api.model
    def _find_by_phones(self, numbers, country=None):
        """Customers who have these phone numbers, however they are spelled.

        :param numbers: phone numbers as typed; without a country code they are
            read as numbers of ``country`` (default: the company's)
        :return: dictionary from the number as typed to the partners, best first:
            a person before a company, the one written to last before the others
        """
        sanitized = {
            number: self._phone_format(number=number, country=country) or number
            for number in numbers
        }
        partners = self.search_fetch(
            [("phone_sanitized", "in", list(set(sanitized.values())))],
            ["phone_sanitized", "name", "is_company"],
            order="is_company, write_date desc",
        ).grouped("phone_sanitized")
        return {
            number: partners.get(key, self.browse())
            for number, key in sanitized.items()
        }

    def action_view_service_orders(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_order_action"
        )
        action["domain"] = [("partner_id", "in", self.ids)]
        action["context"] = {"default_partner_id": self.id}
        return action
