from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

OLD = timedelta(days=7)  # labels that nobody missed for so long


class ServiceHome(models.AbstractModel):
    """Labels that did not come out: whoever waits for them sees it at once."""

    _inherit = "service.home"

    @api.model
    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        jobs = self.env["service.label.job"]
        if not jobs.has_access("read"):
            return tiles
        since = fields.Datetime.now() - OLD
        domain = jobs._get_trouble_domain() & Domain("create_date", ">=", since)
        count = jobs.search_count(domain)
        if not count:
            return tiles
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_labels.service_label_job_action"
        )
        figure = self._get_figure(
            "stuck",
            self.env._("Not Printed"),
            count,
            tone="danger",
            action={**action, "domain": list(domain), "context": {}},
        )
        return [
            *tiles,
            {
                "key": "labels",
                "type": "figures",
                "sequence": 12,
                "title": self.env._("Labels"),
                "figures": [figure],
            },
        ]
