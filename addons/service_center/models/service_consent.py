import hashlib
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache


class ConsentRules(NamedTuple):
    """Whose consent is asked for, as plain data. An empty set: all types."""

    company_id: int
    device_type_ids: frozenset
    required: bool


class ServiceConsent(models.Model):
    """What the customer is asked to agree to at intake, as the head words it.

    Each order keeps the words that were agreed to (``service.order.consent``), so a
    text may be changed at any time.
    """

    _name = "service.consent"
    _description = "Consent Asked at Intake"
    _inherit = ["service.readonly.mixin", "service.rules.mixin"]
    _order = "sequence, id"

    name = fields.Char(
        required=True, translate=True, help="In a few words, e.g. Loss of data."
    )
    text = fields.Text(
        required=True, translate=True, help="What the customer agrees to, in full."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    required = fields.Boolean(
        default=True,
        help="Without it there is no receipt and no work. Otherwise it is asked for, "
        "and the answer is noted.",
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    device_type_ids = fields.Many2many(
        "service.device.type",
        string="Device Types",
        help="For these types of devices only. None: for all.",
    )
    version = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        help="Goes up with each change of the words, in any language.",
    )

    def write(self, vals):
        res = super().write(vals)
        if not {"name", "text"}.isdisjoint(vals):
            self._raise_version()
        return res

    def update_field_translations(self, field_name, translations, source_lang=""):
        res = super().update_field_translations(field_name, translations, source_lang)
        if field_name in ("name", "text"):
            self._raise_version()
        return res

    def _raise_version(self):
        for version, consents in self.grouped("version").items():
            consents._write_server_fields({"version": version + 1})

    @api.model
    @ormcache()
    def _get_all_rules(self):
        """The consents in use by identifier, in their order."""
        # sudo: whose consent it is does not depend on who asks first
        return {
            consent.id: ConsentRules(
                company_id=consent.company_id.id,
                device_type_ids=frozenset(consent.device_type_ids._ids),
                required=consent.required,
            )
            for consent in self.sudo().search([])
        }

    @api.model
    def _get_for(self, company, device_type):
        """The consents a company asks for when it takes in a device of this type."""
        return self.browse(
            consent_id
            for consent_id, rules in self._get_all_rules().items()
            if rules.company_id in (False, company.id)
            and (not rules.device_type_ids or device_type.id in rules.device_type_ids)
        )

    def _prepare_wording_values(self):
        """The words as they are now, in the language of the context, and their hash."""
        self.ensure_one()
        words = f"{self.name}\n{self.text}"
        return {
            "sequence": self.sequence,
            "name": self.name,
            "text": self.text,
            "required": self.required,
            "version": self.version,
            "text_hash": hashlib.sha256(words.encode()).hexdigest(),
        }
