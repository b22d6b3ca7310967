from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ServiceOrder(models.Model):
    """What the home screen counts, and the indexes that keep it flat.

    What is in the centre is counted over the open orders alone, what a month brought
    over that month alone, however many orders lie before it.
    """

    _inherit = "service.order"

    _ready_idx = models.Index(
        "(date_end, branch_id) WHERE state IN ('done', 'refused')"
    )
    _taken_in_idx = models.Index(
        "(branch_id, create_date) INCLUDE (company_id, active)"
    )
    _issued_idx = models.Index(
        "(branch_id, date_issued) "
        "INCLUDE (company_id, active, currency_id, amount_total) "
        "WHERE date_issued IS NOT NULL"
    )
    _engineer_end_idx = models.Index(
        "(engineer_id, date_end) WHERE date_end IS NOT NULL"
    )
    _user_issued_idx = models.Index(
        "(user_id, date_issued) WHERE date_issued IS NOT NULL"
    )

    def _get_open_domain(self):
        return Domain("state", "!=", "issued")

    def _get_ready_domain(self):
        return Domain("state", "in", ("done", "refused"))

    def _get_promised_today_domain(self):
        return Domain("date_promised", ">=", "today") & Domain(
            "date_promised", "<", "today +1d"
        )

    def _get_orphan_domain(self):
        """Orders whose manager or engineer has left."""
        return Domain("user_id.active", "=", False) | Domain(
            "engineer_id.active", "=", False
        )

    def _count_by_stage(self, domain, conditions):
        """Count orders by stage under several conditions, in one pass over them.

        Only what the current user may see is counted.

        :param domain: which orders to go through at all
        :param conditions: dictionary from a name to a domain
        :return: dictionary from the name to a dictionary from stage to number; stages
            without any order are left out
        """
        query = self._search(domain)
        counts = [
            SQL(
                "COUNT(*) FILTER (WHERE %s)",
                Domain(condition).optimize_full(self)._to_sql(self, self._table, query),
            )
            for condition in conditions.values()
        ]
        stage = self._field_to_sql(self._table, "stage_id", query)
        query.groupby = stage
        found = {name: {} for name in conditions}
        for stage_id, *numbers in self.env.execute_query(query.select(stage, *counts)):
            for name, number in zip(conditions, numbers, strict=True):
                if number:
                    found[name][stage_id] = number
        return found

    def _get_days_ready(self):
        """Full days since the work on this order ended."""
        self.ensure_one()
        return (fields.Datetime.now() - (self.date_end or self.write_date)).days
