from odoo import fields, models


class ResCompany(models.Model):
    """What a company settles about its leads."""

    _inherit = "res.company"

    service_lead_teams = fields.Boolean(
        "Mail Address for Each Branch",
        default=True,
        help="A new branch gets a sales team with a mail address: what is written "
        "there becomes a lead of the branch.",
    )
    service_lead_answer_hours = fields.Float(
        "Answer Within, Hours",
        default=2.0,
        help="Working hours of the branch until the first answer to a lead is late.",
    )
    service_lead_auto_answer = fields.Boolean(
        "Confirm Receipt",
        help="Whoever writes gets one automatic answer a day, with the number of the "
        "request and nothing else.",
    )
    service_lead_consent = fields.Text(
        "Consent of the Web Form",
        translate=True,
        default=lambda self: self._get_usual_consent(),
        help="What a visitor agrees to before the form is sent.",
    )
    service_lead_hour_limit = fields.Integer(
        "Leads by Mail in an Hour",
        default=120,
        help="What arrives beyond that in one branch and names no phone number and no "
        "known customer is held among the kept mails, where a head looks through it.",
    )
    service_lead_months = fields.Integer(
        "Keep Lost Leads, Months",
        default=12,
        help="Then names, addresses and words of leads that became no order are "
        "erased. 0: never.",
    )

    def _get_usual_consent(self):
        return self.env._(
            "I agree that my data are kept and used to answer this request."
        )

    def _get_lead_consent(self):
        """What a visitor agrees to, in his language as far as it is known.

        The usual words are told in each language, also where nobody translated them.
        """
        self.ensure_one()
        words = self.service_lead_consent or ""
        usual = {
            self.with_context(lang=code)._get_usual_consent()
            for code, _name in self.env["res.lang"].get_installed()
        }
        return self._get_usual_consent() if words in usual else words

    _service_lead_answer_positive = models.Constraint(
        "CHECK (service_lead_answer_hours >= 0 AND service_lead_hour_limit >= 0"
        " AND service_lead_months >= 0)",
        "Hours, months and limits of leads cannot be less than 0.",
    )
