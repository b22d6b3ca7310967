from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # whose letter or form it is, is asked each time: by an index, not of each customer
    _service_sender_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.model
    def _find_or_create_from_emails(self, emails, *args, no_create=False, **kwargs):
        """While one letter is processed, nobody is looked up once more."""
        letter = self.env.context.get("service_mail_source")
        if letter and no_create and emails and letter.nobody.issuperset(emails):
            return [self.browse() for _each in emails]
        found = super()._find_or_create_from_emails(
            emails, *args, no_create=no_create, **kwargs
        )
        if letter and no_create:
            pairs = zip(emails, found, strict=False)
            letter.nobody.update(each for each, partner in pairs if not partner)
        return found
