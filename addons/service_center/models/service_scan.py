from odoo import api, models


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
        self.env["service.order"].check_access("read")
        spellings = self.env["service.order"]._get_scan_spellings(str(code or "")[:200])
        return bool(spellings) and self._resolve_scan(spellings)

    @api.model
    def _resolve_scan(self, spellings):
        """Hook: look for what was scanned, as the current user.

        :param spellings: what the code may have been, the most literal one first
        :return: an action, or ``False``
        """
        orders = self.env["service.order"]
        return (
            orders._find_by_number(spellings)._get_scan_action()
            or orders._find_by_serial(spellings)._get_scan_action()
        )
