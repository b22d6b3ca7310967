from odoo import api, fields, models

LABEL_FIELDS = (
    *("name", "code", "serial", "fault", "partner_id", "branch_id", "company_id"),
    *("create_date", "date_promised", "engineer_id", "stage_id"),
    *("device_type_id", "device_brand_id", "device_model_id"),
)


class ServiceOrder(models.Model):
    """The order's label: on the device and on its bag, printed with the receipt."""

    _name = "service.order"
    _inherit = ["service.order", "service.label.mixin"]
    _label_kind = "order"

    has_label_printer = fields.Boolean(
        compute="_compute_has_label_printer",
        help="At intake the label is printed together with the receipt.",
    )

    @api.depends("branch_id")
    @api.depends_context("uid")
    def _compute_has_label_printer(self):
        assignments = self.env["service.label.assignment"]
        for branch, orders in self.grouped("branch_id").items():
            company = branch.company_id
            way = (
                assignments._find("order", branch, company)
                if company.service_label_with_receipt
                else assignments
            )
            orders.has_label_printer = way.printer_id._is_queued()

    def _prefetch_label(self):
        """Read what labels say, and no more of the many fields of orders."""
        self.fetch(LABEL_FIELDS)

    def _print_labels(self, key=None):
        self._prefetch_label()
        return super()._print_labels(key)

    def _get_label_branch(self):
        return self.branch_id

    def action_print_intake(self):
        """Receipt and label in one press."""
        self.ensure_one()
        self._check_receipt_blockers()  # no label of what cannot be received
        answer = self._print_labels()._get_answer()
        answer["params"]["next"] = self.action_print_receipt()
        return answer
