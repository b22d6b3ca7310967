from datetime import timedelta

from pytz import utc

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ACTIVITY = "service_center_leads.mail_activity_type_answer"


class CrmLead(models.Model):
    """The first answer: until when, when it came, and what is next."""

    _inherit = "crm.lead"

    date_answer_due = fields.Datetime(
        "Answer Until", readonly=True, copy=False, index="btree_not_null"
    )
    date_answered = fields.Datetime(
        "First Answer",
        readonly=True,
        copy=False,
        help="The first message to the customer, or the first call that reached him.",
    )
    hours_to_answer = fields.Float(
        "Hours to First Answer",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours of the branch from the request to the first answer.",
    )
    was_answered_late = fields.Boolean(readonly=True, copy=False)
    is_answer_late = fields.Boolean(
        "Late",
        compute="_compute_is_answer_late",
        search="_search_is_answer_late",
        help="The first answer came too late, or is overdue.",
    )
    call_count = fields.Integer("Calls", readonly=True, copy=False)

    @api.model
    def _get_unanswered_domain(self):
        return (
            Domain("branch_id", "!=", False)
            & Domain("date_answered", "=", False)
            & Domain("won_status", "=", "pending")
        )

    @api.model
    def _get_answer_late_domain(self):
        overdue = Domain("date_answer_due", "<", "now")
        return (self._get_unanswered_domain() & overdue) | Domain(
            "was_answered_late", "=", True
        )

    @api.depends("date_answered", "date_answer_due", "won_status", "was_answered_late")
    def _compute_is_answer_late(self):
        late = self.filtered_domain(self._get_answer_late_domain())
        late.is_answer_late = True
        (self - late).is_answer_late = False

    @api.model
    def _search_is_answer_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._get_answer_late_domain()
        return late if True in value else ~late

    @api.model
    def _get_server_fields(self):
        own = {"date_answer_due", "date_answered", "hours_to_answer"}
        return super()._get_server_fields() | own | {"was_answered_late", "call_count"}

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        ours = leads.filtered("branch_id")
        if ours:
            ours._plan_answer()
        return leads

    def _plan_answer(self):
        """Say until when each lead is answered, and let an activity remind of it."""
        now = self.env.cr.now()
        for branch, leads in self.grouped("branch_id").items():
            leads._write_server_fields(
                {"date_answer_due": branch._get_lead_answer_due(now)}
            )
        model = self.env["ir.model"]._get_id("crm.lead")
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)
        # sudo: whoever makes a lead plans its answer, also for a colleague
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True, service_next_step=True
        ).create(
            [
                {
                    "res_model_id": model,
                    "res_id": lead.id,
                    "res_name": lead.name,
                    "activity_type_id": kind,
                    "date_deadline": (lead.date_answer_due or now).date(),
                    "user_id": lead.user_id.id,
                }
                for lead in self
            ]
        )

    def write(self, vals):
        """The reminder goes to whoever takes the request."""
        res = super().write(vals)
        if vals.get("user_id"):
            # sudo: the reminder belongs to whoever answers now
            free = self.sudo().activity_ids.filtered(lambda each: not each.user_id)
            if free:
                free.user_id = vals["user_id"]
        return res

    def _note_answer(self):
        """The customer has an answer now, if he had none before."""
        first = self.filtered(lambda lead: lead.branch_id and not lead.date_answered)
        now = self.env.cr.now()
        for branch, leads in first.grouped("branch_id").items():
            spans = [(lead.create_date, now) for lead in leads]
            hours = branch._get_working_hours(spans)
            for lead, taken in zip(leads, hours, strict=True):
                due = lead.date_answer_due
                lead._write_server_fields(
                    {
                        "date_answered": now,
                        "hours_to_answer": taken,
                        "was_answered_late": bool(due and now > due),
                    }
                )

    def _message_post_after_hook(self, message, msg_vals):
        if (
            message.message_type == "comment"
            and not message.is_internal
            and not message.subtype_id.internal
            and message.author_id
            and not message.author_id.partner_share
        ):
            self._note_answer()
        return super()._message_post_after_hook(message, msg_vals)

    def action_call_reached(self):
        """A call reached the customer: noted, and the request is answered."""
        self._note_call(self.env._("Call: spoken with the customer."))
        self._note_answer()
        return self._plan_next(days=1, summary=self.env._("Ask once more"))

    def action_call_missed(self):
        """Nobody took the call: noted, and tried again tomorrow."""
        self._note_call(self.env._("Call: not reached."))
        return self._plan_next(days=1, summary=self.env._("Call again"))

    def _note_call(self, words):
        self.check_access("write")
        for lead in self:
            if not lead.user_id:
                lead.user_id = self.env.user
            lead._write_server_fields({"call_count": lead.call_count + 1})
        self._message_log_batch(bodies=dict.fromkeys(self.ids, words))

    def _plan_next(self, days, summary):
        """The open reminder moves on; there is always a next action with a date."""
        deadline = fields.Date.context_today(self) + timedelta(days=days)
        for lead in self:
            if lead.won_status != "pending":
                raise UserError(self.env._("This request is closed already."))
            # sudo: the reminder may be a colleague's who is away
            mine = lead.sudo().activity_ids.sorted("date_deadline")[:1]
            vals = {"summary": summary, "date_deadline": deadline}
            if mine:
                kind = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)
                mine.write({**vals, "user_id": self.env.uid, "activity_type_id": kind})
            else:
                lead.activity_schedule(ACTIVITY, user_id=self.env.uid, **vals)
        return True


class ServiceBranch(models.Model):
    _inherit = "service.branch"

    def _get_lead_answer_due(self, start):
        """Until when a request that came at ``start`` is answered (naive UTC)."""
        hours = self.company_id.service_lead_answer_hours
        calendar = self._get_calendar()
        if not calendar or not hours:
            return start + timedelta(hours=hours)
        due = calendar.plan_hours(hours, utc.localize(start), compute_leaves=True)
        return due and due.astimezone(utc).replace(tzinfo=None)
