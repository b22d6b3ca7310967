from odoo import fields, models
from odoo.tools import format_date, formatLang


class ServiceLabelLayout(models.Model):
    """What labels say: read for all records at once, with the rights of who prints."""

    _inherit = "service.label.layout"

    def _get_values(self, records):
        """The values of each record, in their order: texts by the names of sources."""
        return getattr(self, f"_get_values_{self.kind}")(records)

    def _get_values_order(self, orders):
        """What order labels can say. Never how a device is unlocked."""
        orders.fetch(
            ["name", "code", "serial", "fault", "partner_id", "branch_id", "create_date"]
            + ["date_promised", "engineer_id", "accessory_ids", "device_type_id"]
            + ["device_brand_id", "device_model_id", "company_id"]
        )
        zones = {each.id: each._get_calendar().tz or "UTC" for each in orders.branch_id}
        return [
            {
                "code": order.code,
                "number": order.name,
                "device": order._get_document_device(),
                "serial": order.serial,
                "fault": order.fault,
                "accessories": ", ".join(order.accessory_ids.mapped("name")),
                "customer": order.partner_id.name,
                "date": self._get_day(order.create_date, zones[order.branch_id.id]),
                "promised": self._get_day(
                    order.date_promised, zones[order.branch_id.id]
                ),
                "engineer": order.engineer_id.name,
                "branch": order.branch_id.name,
                "company": order.company_id.name,
            }
            for order in orders
        ]

    def _get_values_product(self, products):
        """What price labels can say."""
        company = self.env.company
        products.fetch(["name", "barcode", "default_code", "lst_price"])
        return [
            {
                "code": product.barcode,
                "name": product.with_context(display_default_code=False).display_name,
                "reference": product.default_code,
                "price": formatLang(
                    self.env,
                    product.lst_price,
                    currency_obj=product.currency_id or company.currency_id,
                ),
                "company": company.name,
            }
            for product in products
        ]

    def _get_day(self, moment, zone):
        """A day as people write it, by the clock of the branch."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return format_date(self.env, local.date(), date_format="dd.MM.yyyy")
