from odoo import models

from ..tools.amount_in_words import amount_in_words


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _get_amount_in_words(self, amount):
        """An amount of this currency in words, in the language of the context.

        Unlike ``amount_to_text`` it declines currencies as Slavic languages do.
        """
        self.ensure_one()
        return amount_in_words(
            self.round(amount), self.name, self.env.lang, self.decimal_places
        )
