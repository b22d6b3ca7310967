from odoo import fields, models


class ServicePlace(models.Model):
    """What the scanning screens show of a place."""

    _inherit = "service.place"

    def _describe(self):
        """The place for a screen, with its number of devices."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.display_name,
            "code": self.code,
            "kind": self.kind,
            "branch": self.branch_id.name,
            "count": self.order_count,
        }


class ServiceOrder(models.Model):
    """What the scanning screens show of a device: no customer, no fault, no price."""

    _inherit = "service.order"

    def _describe_device(self):
        """A line on a scanning screen; who sees the place may see this much."""
        self.ensure_one()
        model = self.device_model_id or self.device_type_id
        return {
            "id": self.id,
            "name": self.name,
            "device": model.display_name or "",
            "stage": self.stage_id.name,
            "place": self.place_id.display_name or "",
            "missing": bool(self.place_missing_date),
            "days": self._get_days_uncollected(),
        }

    def _get_days_uncollected(self):
        """Days since it was ready, if that is longer than its branch likes; else 0."""
        self.ensure_one()
        limit = self.branch_id.place_ready_days
        if not limit or self.state not in ("done", "refused") or not self.date_end:
            return 0
        days = (fields.Datetime.now() - self.date_end).days
        return days if days >= limit else 0
