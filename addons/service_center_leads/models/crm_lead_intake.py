from odoo import api, models

from ..tools import texts

WAYS = {"mail": "email", "form": "website", "phone": "phone"}


class CrmLead(models.Model):
    """What came from outside becomes values of a lead; one way for mail and form."""

    _inherit = "crm.lead"

    @api.model
    def _prepare_received_values(self, branch, way, stated, team_id=False):
        """Values of a lead that a stranger has made.

        :param way: ``mail`` or ``form``
        :param stated: dictionary of texts: ``name``, ``email``, ``phone``, ``device``,
            ``text``, ``subject``; none of them is proven
        :param team_id: the branch's sales team, if it is known already
        """
        text = "\n".join(filter(None, (stated.get("subject"), stated.get("text"))))
        company = branch.company_id
        phone = self._find_lead_phone(branch, stated.get("phone"), text)
        spoken = "\n".join(filter(None, (stated.get("device"), text)))
        values = {
            **self._guess_device(company, spoken),
            **self._find_lead_customer(company, stated.get("email"), phone),
        }
        language = texts.guess_language(f"{stated.get('text') or ''} {text}")
        return {
            "type": "opportunity",
            "team_id": team_id or branch.lead_team_id.id,
            "branch_id": branch.id,
            "company_id": company.id,
            "user_id": False,
            "contact_name": (stated.get("name") or "")[:120] or False,
            "email_from": stated.get("email") or False,
            "phone": self._show_phone(phone, branch)
            or (stated.get("phone") or "")[:40],
            "device_text": (stated.get("device") or "")[:200] or False,
            "fault": (stated.get("text") or stated.get("subject") or "")[:10_000],
            "lang_id": self._get_lead_language(language) or stated.get("lang_id"),
            "medium_id": self.env["ir.model.data"]._xmlid_to_res_id(
                f"utm.utm_medium_{WAYS[way]}"
            ),
            "partner_id": False,
            **values,
        }

    @api.model
    def _get_lead_language(self, code):
        """The installed language with this ISO code, or ``False``."""
        langs = [lang for lang, _name in self.env["res.lang"].get_installed()]
        lang = next((each for each in langs if each.split("_")[0] == code), False)
        return lang and self.env["res.lang"]._get_data(code=lang).id

    @api.model
    def _find_lead_phone(self, branch, typed, text):
        """The phone number that was typed, else the first one of the text, as E.164.

        The branch's own numbers, as they stand in quoted letters, are nobody's.
        """
        country = branch.partner_id.country_id or branch.company_id.country_id
        partner = self.env["res.partner"]
        if typed:
            return partner._phone_format(number=typed[:40], country=country) or False
        house = branch.partner_id | branch.company_id.partner_id
        own = set(house.mapped("phone_sanitized"))
        found = texts.find_phones(text, country.code)
        return next((number for number in found if number not in own), False)

    @api.model
    def _show_phone(self, number, branch):
        country = branch.partner_id.country_id or branch.company_id.country_id
        return number and self.env["res.partner"]._phone_format(
            number=number, country=country, force_format="INTERNATIONAL"
        )
