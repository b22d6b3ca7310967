from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

NEXT = "service_center_leads.mail_activity_type_next"
REOPENING = {"active", "stage_id", "probability", "branch_id"}


class CrmLead(models.Model):
    """An open request has a next action with a date, always.

    Where somebody is done with the last one and says nothing of what is next, a next
    step is planned by itself; it goes as soon as somebody plans something better.
    """

    _inherit = "crm.lead"

    @api.model
    def _get_idle_domain(self):
        """Open requests of branches that nothing is planned for."""
        return (
            Domain("branch_id", "!=", False)
            & Domain("won_status", "=", "pending")
            & Domain("date_forgotten", "=", False)
            # those that are done are kept in the archive, and count for nothing
            & Domain("activity_ids", "not any", [("active", "=", True)])
        )

    def write(self, vals):
        """What is opened again has a next action again."""
        res = super().write(vals)
        if REOPENING.intersection(vals):
            self._plan_missing_next()
        return res

    def _plan_missing_next(self):
        """Plan a next step for those of these that are open and have none.

        :return: the new activities
        """
        # sudo: nothing is told; whoever is done with a reminder leaves the next one
        leads = self.sudo()
        idle = leads.search(leads._get_idle_domain() & Domain("id", "in", self.ids))
        if not idle:
            return self.env["mail.activity"]
        kind = self._get_next_type()
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        return (
            idle.env["mail.activity"]
            .with_context(mail_activity_quick_update=True, service_next_step=True)
            .create(
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": lead.id,
                        "res_name": lead.name,
                        "activity_type_id": kind.id,
                        # the type says it in the language of who reads
                        "summary": not kind and lead.env._("Plan the next step"),
                        "date_deadline": kind._get_date_deadline()
                        if kind
                        else tomorrow,
                        "user_id": lead.user_id.id or self._get_next_user().id,
                        "automated": True,
                    }
                    for lead in idle
                ]
            )
        )

    @api.model
    def _get_next_type(self):
        """What a planned next step is; its delay is the policy of the centre."""
        # sudo: a type of activity, whoever may see the settings
        kinds = self.env["mail.activity.type"].sudo()
        return kinds.browse(self.env["ir.model.data"]._xmlid_to_res_id(NEXT) or [])

    @api.model
    def _get_next_user(self):
        user = self.env.user
        nobody = self.env.uid == SUPERUSER_ID or not user._is_internal()
        return user.browse() if nobody else user

    def _drop_next_steps(self, but=()):
        """Somebody has planned something: the step planned by itself is not needed."""
        kind = self._get_next_type()
        if kind and self:
            # sudo: the step may have been planned for a colleague
            steps = self.env["mail.activity"].sudo()
            steps = steps.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", kind.id),
                    ("automated", "=", True),
                    ("id", "not in", but),
                ]
            )
            steps.with_context(service_next_step=True).unlink()
