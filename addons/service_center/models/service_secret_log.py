from datetime import timedelta

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import SQL


class ServiceSecretLog(models.Model):
    """Who saw what of passport data and passcodes, when and why. It only grows.

    Nobody may change or delete a row: there is no right to, and the database itself
    refuses. What was seen is told by model and number alone, so that a customer can
    be forgotten while it stays known who looked.
    """

    _name = "service.secret.log"
    _description = "Access to a Secret"
    _order = "id desc"
    _rec_name = "subject"

    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    action = fields.Selection(
        [
            ("number", "Number Shown"),
            ("scan", "Scan Downloaded"),
            ("passcode", "Passcode Shown"),
            ("search", "Searched by Number"),
            ("erased", "Erased"),
            ("replaced", "Replaced"),
        ],
        "What Was Done",
        required=True,
        readonly=True,
        index=True,
    )
    subject = fields.Char(
        "Of What", readonly=True, help="Kind and number of the record; never a name."
    )
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    reason = fields.Char(readonly=True)
    branch_id = fields.Many2one(
        "service.branch", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    address = fields.Char("IP Address", readonly=True)
    is_alert = fields.Boolean(
        "Heads Were Alerted",
        readonly=True,
        help="With this row the person exceeded what is usual in a day.",
    )

    _user_date_idx = models.Index("(user_id, create_date)")

    def init(self):
        self.env.execute_query(
            SQL(
                """
            CREATE OR REPLACE FUNCTION service_secret_log_only_grows()
                RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'service_secret_log only grows';
            END $$;
            DROP TRIGGER IF EXISTS only_grows ON service_secret_log;
            CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON service_secret_log
                FOR EACH ROW EXECUTE FUNCTION service_secret_log_only_grows();
            DROP TRIGGER IF EXISTS never_emptied ON service_secret_log;
            CREATE TRIGGER never_emptied BEFORE TRUNCATE ON service_secret_log
                FOR EACH STATEMENT EXECUTE FUNCTION service_secret_log_only_grows();
                """
            )
        )

    @api.model
    def _record(self, action, records, reason=False):
        """Log what is done to records, together with it or not at all."""
        # sudo: nobody has the right to write the log, and everybody is logged
        return self.sudo().create(
            [self._prepare_values(action, record, reason) for record in records]
        )

    @api.model
    def _record_first(self, action, record, reason=False):
        """Log what somebody is about to see, for good, before he sees it.

        In a transaction of its own: whatever happens next, the row stays. If it cannot
        be written, the exception keeps the secret from being shown.
        """
        with self.env.registry.cursor() as cr:
            log = self.with_env(self.env(cr=cr))
            # sudo: as in _record; it also counts rows that only a head may read
            log = log.sudo()
            values = log._prepare_values(action, record.with_env(log.env), reason)
            values["is_alert"] = log._is_too_much(values)
            row = log.create(values)
            if row.is_alert:
                row._alert_heads()

    def _prepare_values(self, action, record, reason):
        kind = record._description
        branch = record._get_log_branch()
        return {
            "user_id": self.env.uid,
            "action": action,
            "subject": f"{kind} {record.id}" if record.id else kind,
            "res_model": record._name,
            "res_id": record.id,
            "reason": reason,
            "branch_id": branch.id,
            "company_id": (branch.company_id or self.env.company).id,
            "address": request.httprequest.remote_addr if request else False,
        }

    def _is_too_much(self, values):
        """Whether this person has just exceeded the limit of a day, once a day."""
        limit = (
            self.env["res.company"].browse(values["company_id"]).service_reveal_limit
        )
        day_ago = fields.Datetime.now() - timedelta(days=1)
        today = [
            ("user_id", "=", values["user_id"]),
            ("create_date", ">", day_ago),
            ("action", "not in", ("erased", "replaced")),
        ]
        seen = self.search_count(today)
        return seen >= limit and not self.search_count(
            [*today, ("is_alert", "=", True)]
        )

    def _alert_heads(self):
        """Tell the heads of the company that somebody looks at very much."""
        self.ensure_one()
        group = self.env.ref("service_center.service_center_group_head")
        heads = group.all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids
        )
        self.env["mail.thread"].message_notify(
            partner_ids=heads.partner_id.ids,
            subject=self.env._("Unusually many views of passport data or passcodes"),
            body=self.env._(
                "%(user)s has looked at more than %(limit)s passports or passcodes "
                "within a day. Look into the log of accesses.",
                user=self.user_id.name,
                limit=self.company_id.service_reveal_limit,
            ),
        )
