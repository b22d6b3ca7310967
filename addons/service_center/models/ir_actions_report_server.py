from contextvars import ContextVar
from urllib.parse import urlsplit

from odoo import models, tools
from odoo.http import request

from ..tools.own_server import own_server

# not in the context of the environment: that one comes from outside
_address = ContextVar("report_address", default=None)


class IrActionsReport(models.Model):
    """Who prints answers for the styles and pictures of his papers himself.

    The printing program fetches them from Odoo. With as many people printing as there
    are processes, each waited for another one to answer, and everybody else with them,
    until the time was over.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        prepare = super()._render_qweb_pdf_prepare_streams
        # with threads instead of processes there is always one to answer
        if _address.get() or not tools.config["workers"]:
            return prepare(report_ref, data, res_ids=res_ids)
        with own_server(self.env.cr.dbname, self._get_own_host()) as address:
            token = _address.set(address)
            try:
                return prepare(report_ref, data, res_ids=res_ids)
            finally:
                _address.reset(token)

    def _get_own_host(self):
        """What this database is known by, where several are served."""
        if request:
            return request.httprequest.host
        # sudo: Odoo's own address, for a job that prints
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return urlsplit(base or "").netloc or "localhost"

    def _get_report_url(self, layout=None):
        return _address.get() or super()._get_report_url(layout=layout)
