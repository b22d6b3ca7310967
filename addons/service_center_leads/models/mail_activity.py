from odoo import api, models


class MailActivity(models.Model):
    """Done, called off or put away: an open request gets its next action at once."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._get_planned_leads()._drop_next_steps(but=activities.ids)
        return activities

    def write(self, vals):
        ending = "active" in vals and not vals["active"]
        leads = self._get_planned_leads() if ending else self.env["crm.lead"]
        res = super().write(vals)
        leads and self._tell_next(leads._plan_missing_next())
        return res

    def unlink(self):
        leads = self._get_planned_leads()
        res = super().unlink()
        leads and self._tell_next(leads._plan_missing_next())
        return res

    def _get_planned_leads(self):
        """The leads of these activities, unless they are planned by the system."""
        leads = self.env["crm.lead"]
        if self.env.context.get("service_next_step"):
            return leads
        # sudo: whose activities these are, whoever may open the leads
        ours = self.sudo().filtered(lambda each: each.res_model == leads._name)
        return leads.browse(set(ours.mapped("res_id")))

    @api.model
    def _tell_next(self, planned):
        """Say for when the next step is planned, to whoever has just been done."""
        if planned and self.env["crm.lead"]._get_next_user():
            first = planned[0]
            self.env.user._bus_send(
                "simple_notification",
                {
                    "type": "info",
                    "title": self.env._("Next step planned"),
                    "message": self.env._(
                        "%(request)s: next step on %(date)s. Plan another action if "
                        "another day suits.",
                        request=first.res_name,
                        date=first.date_deadline,
                    ),
                },
            )
