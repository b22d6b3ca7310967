from odoo import api, models
from odoo.fields import Domain


class ServiceScan(models.AbstractModel):
    """What a scanned code opens, whatever screen it was scanned on.

    A seam adds its kinds of codes (a part, a shelf, a cash order) by overriding
    ``_resolve_scan``: call super first, and look only if it found nothing.
    """

    _name = "service.scan"
    _description = "What a scanned code opens"

    @api.model
    def resolve(self, code):
        """The action that shows what the code stands for.

        :param code: as scanned, also through a Cyrillic keyboard layout
        :return: an action for the web client, or ``False`` if the code is unknown or
            stands for what the user may not see
        """
        if not self._may_scan():
            self.env["service.order"].check_access("read")
        spellings = self.env["service.order"]._get_scan_spellings(str(code or "")[:200])
        return bool(spellings) and self._resolve_scan(spellings)

    @api.model
    def _may_scan(self):
        """Hook: whether the current user finds anything at all by a scan.

        A seam that adds a role also adds its group to the web client's registry
        ``service_center_scan_groups``.
        """
        return self.env["service.order"].has_access("read")

    @api.model
    def _resolve_scan(self, spellings):
        """Hook: look for what was scanned, as the current user.

        :param spellings: what the code may have been, the most literal one first
        :return: an action, or ``False``
        """
        orders = self.env["service.order"]
        if not orders.has_access("read"):
            return False
        return (
            orders._find_by_number(spellings)._get_scan_action()
            or orders._find_by_serial(spellings)._get_scan_action()
            or self._open_records(self._find_product(spellings))
        )

    @api.model
    def _find_product(self, spellings):
        """Works, parts and goods by barcode or article number."""
        found = self.env["product.product"].search(
            Domain("barcode", "in", spellings)
            | Domain("default_code", "in", spellings),
            limit=80,
        )
        # a barcode is one product's, an article number may be anybody's
        return found.filtered(lambda each: each.barcode in spellings) or found

    @api.model
    def _open_records(self, records, **more):
        """Show the only record on its form, several as a list.

        :return: an action, or ``False`` for no records
        """
        action = {"type": "ir.actions.act_window", "res_model": records._name, **more}
        if len(records) == 1:
            return {"views": [(False, "form")], **action, "res_id": records.id}
        return bool(records) and {
            "name": self.env[records._name]._description,
            **action,
            "domain": [("id", "in", records.ids)],
            "views": [(False, "list"), (False, "form")],
        }
