from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class ServiceIntakeClaim(models.Model):
    """Lets one transaction at a time make the customer or device with a key.

    Two desks that take in for the same new phone number at the same moment both find
    nobody. Whoever claims the number second fails to serialise, and is run once more
    by the server; then the customer is found. Nobody needs any right to this model.
    """

    _name = "service.intake.claim"
    _description = "Claim on a New Customer or Device"

    key = fields.Char(required=True)

    _key_uniq = models.UniqueIndex("(key)")

    @api.autovacuum
    def _gc_old(self):
        day_ago = fields.Datetime.now() - timedelta(days=1)
        self.search([("create_date", "<", day_ago)], limit=10000).unlink()

    @api.model
    def _claim(self, keys):
        """Claim keys, before what they stand for is made; wait for rivals.

        Nobody needs a row for long: who comes later finds what was made.
        """
        now = fields.Datetime.now()
        values = [SQL("(%s, %s)", key, now) for key in sorted(keys)]
        if values:
            self.env.execute_query(
                SQL(
                    "INSERT INTO %s (key, create_date) VALUES %s "
                    "ON CONFLICT DO NOTHING RETURNING id",
                    SQL.identifier(self._table),
                    SQL(", ").join(values),
                )
            )
