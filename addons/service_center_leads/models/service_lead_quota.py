from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac


class ServiceLeadQuota(models.Model):
    """How often somebody came: one row per person, purpose and day, without the person.

    The key is a keyed hash: with the database's secret it tells that two visits are of
    one address, and nothing tells the address. Rows are gone after two days.
    """

    _name = "service.lead.quota"
    _description = "Quota of Requests"
    _rec_name = "key"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, index=True)
    count = fields.Integer(required=True, readonly=True)
    answer = fields.Char(readonly=True, help="What was answered to this very request.")

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _get_key(self, kind, value, span):
        return hmac(self.env(su=True), "service_lead_quota", (kind, str(value), span))

    @api.model
    def _take(self, kind, value, limit, span=None):
        """Count one more; whether it is still within the limit."""
        return self._take_all([(kind, value, limit, span)])

    @api.model
    def _take_all(self, wanted):
        """Count one more of each, in one query; whether all are within their limits.

        Writes the rows first: of two at the same moment, one waits and is run again.

        :param wanted: tuples of a kind, a value, a limit, and what the limit is for,
            ``None`` for today; each kind once
        """
        today = fields.Date.today()
        limits = {
            self._get_key(kind, value, span or str(today)): limit
            for kind, value, limit, span in wanted
        }
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO service_lead_quota (key, date, count)
                VALUES %s
                ON CONFLICT (key) DO UPDATE SET count = service_lead_quota.count + 1
                RETURNING key, count
                """,
                SQL(", ").join(SQL("(%s, %s, 1)", key, today) for key in limits),
            )
        )
        return all(count <= limits[key] for key, count in rows)

    @api.autovacuum
    def _gc_quotas(self):
        before = fields.Date.today() - timedelta(days=2)
        # sudo: nobody has a right to these rows
        self.sudo().search([("date", "<", before)], limit=50_000).unlink()
