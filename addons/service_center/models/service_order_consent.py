from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOrderConsent(models.Model):
    """One consent on one order: the words, the answer, who noted it, and when.

    Only ``action_agree``, ``action_decline`` and ``action_reopen`` set an answer.
    """

    _name = "service.order.consent"
    _description = "Consent on an Order"
    _inherit = ["service.readonly.mixin"]
    _order = "sequence, id"

    order_id = fields.Many2one(
        "service.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    consent_id = fields.Many2one(
        "service.consent",
        "Consent Text",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Consent", required=True, readonly=True)
    text = fields.Text(
        "Words", required=True, readonly=True, help="As the customer was asked."
    )
    text_hash = fields.Char(
        "SHA-256", required=True, readonly=True, help="Of the name and the words."
    )
    version = fields.Integer(
        readonly=True, help="The version of the words the customer was asked in."
    )
    required = fields.Boolean(readonly=True)
    answer = fields.Selection(
        [("open", "Not Asked Yet"), ("agreed", "Agreed"), ("declined", "Declined")],
        default="open",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", "Noted By", readonly=True, index="btree_not_null"
    )
    date = fields.Datetime("Noted On", readonly=True)

    _consent_uniq = models.UniqueIndex(
        "(order_id, consent_id)",
        "This consent is already on the order. Reload the page.",
    )

    def action_agree(self):
        """The customer agrees."""
        return self._set_answer("agreed")

    def action_decline(self):
        """The customer does not agree."""
        return self._set_answer("declined")

    def action_reopen(self):
        """The answer was noted by mistake: ask once more, in the words of now."""
        self._check_may_answer()
        for consent in self:
            consent._write_server_fields(
                {
                    **consent._get_wording(),
                    "answer": "open",
                    "user_id": False,
                    "date": False,
                }
            )
        return True

    def _set_answer(self, answer):
        self._check_may_answer()
        for consent in self.filtered(lambda consent: consent.answer != answer):
            words = consent._get_wording() if consent.answer == "open" else {}
            consent._write_server_fields(
                {
                    **words,
                    "answer": answer,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                }
            )
        return True

    def _get_wording(self):
        """The words of now, in the language of whoever is asked."""
        lang = self.order_id._get_document_lang("intake")
        return self.consent_id.with_context(lang=lang)._prepare_wording_values()

    def _check_may_answer(self):
        """What was agreed at intake stays, once the work has begun."""
        begun = self.order_id.filtered(lambda order: order.state != "new")
        if begun:
            raise UserError(
                self.env._(
                    "%(orders)s: consents are noted while the order is new.",
                    orders=", ".join(begun[:10].mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        if any(consent.answer != "open" for consent in self):
            raise UserError(
                self.env._("What the customer answered stays on the order.")
            )
