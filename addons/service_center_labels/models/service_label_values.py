from odoo import fields, models
from odoo.tools import format_date, formatLang


class ServiceLabelLayout(models.Model):
    """What labels say: read for all records at once, with the rights of who prints."""

    _inherit = "service.label.layout"

    def _get_values(self, records):
        """What the layout needs of each record, in their order: texts by sources."""
        known = getattr(self, f"_get_values_{self.kind}")(records)
        wanted = self._get_spec().sources
        chosen = [(name, value) for name, value in known.items() if name in wanted]
        return [{name: value(record) for name, value in chosen} for record in records]

    def _get_values_order(self, orders):
        """What order labels can say. Never how a device is unlocked."""
        orders._prefetch_label()
        # sudo: whoever may read an order is shown its customer's name, as on its form
        customers = orders.partner_id.sudo()
        customers.fetch(["name"])
        names = dict(zip(customers.ids, customers.mapped("name"), strict=True))
        zones = self._get_zones(orders.branch_id)

        def get_day(order, name):
            return self._get_day(order[name], zones[order.branch_id.id])

        return {
            "code": lambda order: order.code,
            "number": lambda order: order.name,
            "device": lambda order: order._get_document_device(),
            "serial": lambda order: order.serial,
            "fault": lambda order: order.fault,
            "accessories": lambda order: ", ".join(order.accessory_ids.mapped("name")),
            "customer": lambda order: names.get(order.partner_id.id),
            "date": lambda order: get_day(order, "create_date"),
            "promised": lambda order: get_day(order, "date_promised"),
            "engineer": lambda order: order.engineer_id.name,
            "branch": lambda order: order.branch_id.name,
            "company": lambda order: order.company_id.name,
        }

    def _get_values_product(self, products):
        """What price labels can say."""
        company = self.env.company
        products.fetch(["name", "barcode", "default_code", "lst_price"])
        plain = products.with_context(display_default_code=False)
        names = dict(zip(products.ids, plain.mapped("display_name"), strict=True))
        currency = company.currency_id
        return {
            "code": lambda product: product.barcode,
            "name": lambda product: names[product.id],
            "reference": lambda product: product.default_code,
            "price": lambda product: formatLang(
                self.env,
                product.lst_price,
                currency_obj=product.currency_id or currency,
            ),
            "company": lambda _product: company.name,
        }

    def _get_zones(self, branches):
        """By what clock each branch lives."""
        # sudo: of the calendar its clock alone
        calendars = branches.sudo().resource_calendar_id
        calendars.fetch(["tz"])
        return {each.id: each.sudo()._get_calendar().tz or "UTC" for each in branches}

    def _get_day(self, moment, zone):
        """A day as people write it, by the clock of the branch."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return format_date(self.env, local.date(), date_format="dd.MM.yyyy")
