from odoo import api, models

GROUPS = (
    "service_center_cash.service_center_cash_group_cashier",
    "service_center_cash.service_center_cash_group_controller",
)


class ServiceScan(models.AbstractModel):
    """The number of a cash order opens it."""

    _inherit = "service.scan"

    @api.model
    def _may_scan(self):
        return super()._may_scan() or any(map(self.env.user.has_group, GROUPS))

    @api.model
    def _resolve_scan(self, spellings):
        return super()._resolve_scan(spellings) or self._resolve_cash_order(spellings)

    @api.model
    def _resolve_cash_order(self, spellings):
        payments = self.env["account.payment"]
        if not payments.has_access("read"):
            return False
        # the key of a slash types a full stop with a Cyrillic layout on
        numbers = {*spellings, *(each.replace(".", "/") for each in spellings)}
        found = payments.search(
            [("is_cash_order", "=", True), ("name", "in", list(numbers))], limit=80
        )
        form, rows = (
            self.env["ir.model.data"]._xmlid_to_res_id(
                f"service_center_cash.account_payment_view_{view}_cash"
            )
            for view in ("form", "list")
        )
        views = (
            [(form, "form")] if len(found) == 1 else [(rows, "list"), (form, "form")]
        )
        action = self._open_records(found, context={"cash_order": True})
        return action and {**action, "views": views}
