from odoo import api, models


class MailAliasDomain(models.Model):
    _inherit = "mail.alias.domain"

    @api.model
    def _find_aliases(self, email_list):
        """While one letter is processed, an address is looked up once."""
        letter = self.env.context.get("service_mail_source")
        if not letter:
            return super()._find_aliases(email_list)
        new = [each for each in email_list if each not in letter.aliases]
        if new:
            ours = set(super()._find_aliases(new))
            letter.aliases.update((each, each in ours) for each in new)
        return [each for each in email_list if letter.aliases[each]]
