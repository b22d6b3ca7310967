from odoo import fields, models


class ResPartner(models.Model):
    """Forgetting a customer: photos go, of signed receipts only the sums stay."""

    _inherit = "res.partner"

    def _get_erasure_plan(self):
        plan = super()._get_erasure_plan()
        orders = self.env["service.order"].search([("partner_id", "in", self.ids)])
        photos, receipts = orders.photo_ids, orders.receipt_ids
        env = self.env
        plan[-1:-1] = [
            (env._("Photos of devices: erased"), photos, photos.unlink),
            (
                env._("Signed receipts: files and names erased, the sums kept"),
                receipts,
                receipts._anonymize,
            ),
        ]
        return plan


class ServiceReceipt(models.Model):
    _inherit = "service.receipt"

    def _anonymize(self):
        """Keep that it was signed, when, and the sum of what was signed."""
        self._write_server_fields(
            {
                "file": False,
                "signed_by": "—",
                "fingerprint": False,
                "date_erased": fields.Datetime.now(),
            }
        )
