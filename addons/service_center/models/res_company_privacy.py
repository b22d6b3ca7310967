from odoo import fields, models


class ResCompany(models.Model):
    """How careful the centre is with what customers entrust to it."""

    _inherit = "res.company"

    service_keep_scans = fields.Boolean(
        "Keep Scans of Identity Documents",
        help="Off: it is noted that a document was seen, and no copy is made. Many "
        "countries forbid copies without a legal ground.",
    )
    service_scan_days = fields.Integer(
        "Scans Are Kept, Days",
        default=30,
        help="Days after the customer's last order was issued; then scans are erased.",
    )
    service_unlock_hours = fields.Integer(
        "Device Passcodes Are Kept, Hours",
        default=24,
        help="Hours after the end of work. At issue and refusal they are erased at "
        "once, whatever this says.",
    )
    service_reveal_limit = fields.Integer(
        "Views per Person and Day",
        default=20,
        help="Who looks at more passports and passcodes than this within 24 hours is "
        "reported to the heads.",
    )
    service_idle_months = fields.Integer(
        "Customers Are Kept, Months",
        default=36,
        help="Months after the last order. Then the customer is on the head's list of "
        "those who may be anonymised. 0: never.",
    )

    _service_retention_positive = models.Constraint(
        "CHECK (service_scan_days >= 0 AND service_unlock_hours >= 0 "
        "AND service_reveal_limit >= 0 AND service_idle_months >= 0)",
        "Days, hours, months and the number of views cannot be less than 0.",
    )
