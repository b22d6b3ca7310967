import hashlib
import re

from odoo import api, fields, models
from odoo.tools.mimetypes import guess_mimetype

PHOTO_TYPES = {"image/jpeg": "jpg", "image/png": "png"}
LIMITS = {"name": 120, "phone": 40, "email": 120, "device": 200, "text": 5000}
UTM = ("utm_source", "utm_medium", "utm_campaign")


class CrmLead(models.Model):
    """A request that came by a form, with the consent that was given."""

    _inherit = "crm.lead"

    date_consent = fields.Datetime(
        "Consent Given", readonly=True, copy=False, help="When the form was sent."
    )
    consent_hash = fields.Char(
        "SHA-256 of the Consent",
        readonly=True,
        copy=False,
        help="Of the words that were agreed to.",
    )

    @api.model
    def _get_server_fields(self):
        return super()._get_server_fields() | {"date_consent", "consent_hash"}

    @api.model
    def _receive_form(self, branch, stated, photos=(), tags=None):
        """Make a lead of what a visitor typed.

        :param branch: the branch, as the superuser sees it
        :param stated: dictionary of texts by the names in ``LIMITS``
        :param photos: contents of pictures that ``_read_form_photo`` let pass
        :param tags: dictionary of ``utm_source``, ``utm_medium``, ``utm_campaign``
        :return: the lead
        """
        stated = {
            name: str(stated.get(name) or "").replace("\0", "").strip()[:limit]
            for name, limit in LIMITS.items()
        }
        company = branch.company_id
        leads = self.with_company(company).with_context(
            default_user_id=False, mail_create_nosubscribe=True, mail_create_nolog=True
        )
        lead = leads.create(
            {
                **leads._prepare_received_values(branch, "form", stated),
                **leads._get_form_campaign(tags or {}),
                "date_consent": fields.Datetime.now(),
                "consent_hash": hashlib.sha256(
                    company.with_env(self.env)._get_lead_consent().encode()
                ).hexdigest(),
            }
        )
        self.env["ir.attachment"].create(
            [
                {
                    "name": f"{lead.service_code}-{number}.{kind}",
                    "raw": content,
                    "mimetype": f"image/{'png' if kind == 'png' else 'jpeg'}",
                    "res_model": lead._name,
                    "res_id": lead.id,
                }
                for number, (content, kind) in enumerate(photos, start=1)
            ]
        )
        return lead

    @api.model
    def _get_form_campaign(self, tags):
        """Source and campaign of the visit, if they are known ones.

        A stranger chooses among what the centre uses; he makes no new ones.
        """
        values = {"source_id": False, "campaign_id": False}
        for name, model in zip(
            UTM, ("utm.source", "utm.medium", "utm.campaign"), strict=True
        ):
            tag = re.sub(r"([\\%_])", r"\\\1", str(tags.get(name) or "")[:64].strip())
            found = tag and self.env[model].search([("name", "=ilike", tag)], limit=1)
            if found:
                values[f"{name[4:]}_id"] = found.id
        return values

    @api.model
    def _read_form_photo(self, content):
        """A picture without what it tells of place and camera; ``None``: it is none."""
        kind = PHOTO_TYPES.get(guess_mimetype(content))
        if not kind:
            return None
        photos = self.env["service.order.photo"]
        try:
            return photos._draw_photo(content, 1920), kind
        except Exception:  # noqa: BLE001  a picture may break in as many ways as a letter
            return None
