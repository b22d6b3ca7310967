from odoo import fields, models


class ServiceBranch(models.Model):
    _inherit = "service.branch"

    diagnostic_product_id = fields.Many2one(
        "product.product",
        "Diagnostics on Refusal",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain=[("type", "=", "service"), ("sale_ok", "=", True)],
        help="The work that is charged, at its price, when the customer refuses the "
        "repair. If the repair is done, the diagnosis is free. Empty: diagnosis is "
        "always free.",
    )
