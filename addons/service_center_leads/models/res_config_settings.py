from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_lead_teams = fields.Boolean(
        related="company_id.service_lead_teams", readonly=False
    )
    service_lead_answer_hours = fields.Float(
        related="company_id.service_lead_answer_hours", readonly=False
    )
    service_lead_auto_answer = fields.Boolean(
        related="company_id.service_lead_auto_answer", readonly=False
    )
    service_lead_consent = fields.Text(
        related="company_id.service_lead_consent", readonly=False
    )
    service_lead_hour_limit = fields.Integer(
        related="company_id.service_lead_hour_limit", readonly=False
    )
    service_lead_months = fields.Integer(
        related="company_id.service_lead_months", readonly=False
    )
    service_lead_page = fields.Char(
        "Page of the Form",
        compute="_compute_service_lead_page",
        help="A page of its own with the form, to link to from anywhere.",
    )
    service_lead_snippet = fields.Text(
        "Form for Any Site",
        compute="_compute_service_lead_page",
        help="Paste it into the source of a page of any site.",
    )

    service_lead_captcha = fields.Char(
        "Captcha of the Form",
        compute="_compute_service_lead_page",
        help="Which of Odoo's captchas is set up; forms carry it wherever they are.",
    )

    @api.depends("company_id")
    def _compute_service_lead_page(self):
        forms = self.env["service.lead.form"]
        names = {"turnstile": "Cloudflare Turnstile", "recaptcha": "Google reCAPTCHA"}
        captcha = ", ".join(names[each] for each in forms._get_captcha())
        for settings in self:
            settings.service_lead_page = forms._get_page_url(settings.company_id)
            settings.service_lead_captcha = captcha
            settings.service_lead_snippet = forms._get_snippet(settings.company_id)

    def set_values(self):
        res = super().set_values()
        if self.service_lead_teams:
            self.env["service.branch"].search(
                [("company_id", "=", self.company_id.id)]
            )._make_lead_teams()
        return res
