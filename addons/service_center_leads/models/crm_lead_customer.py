from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

FOUND_BY = [
    ("both", "Address and Phone"),
    ("email", "Address"),
    ("phone", "Phone"),
]


class CrmLead(models.Model):
    """Whose request it may be. A From address or a typed number proves nothing.

    The customer is linked where all that was stated leads to one contact, suggested
    where it is less clear, and never changed by what a letter says.
    """

    _inherit = "crm.lead"

    suggested_partner_id = fields.Many2one(
        "res.partner",
        "Perhaps",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="A customer with this phone number or address, but something differs.",
    )
    customer_found_by = fields.Selection(
        FOUND_BY,
        readonly=True,
        copy=False,
        help="Linked by what was stated, which proves nothing.",
    )

    @api.model
    def _get_server_fields(self):
        own = {"suggested_partner_id", "customer_found_by"}
        return super()._get_server_fields() | own

    def action_accept_customer(self):
        """Whoever answers has made sure: the suggested customer it is."""
        for lead in self.filtered("suggested_partner_id"):
            lead.partner_id = lead.suggested_partner_id
            lead._write_server_fields(
                {"suggested_partner_id": False, "customer_found_by": False}
            )
        return True

    def action_confirm_customer(self):
        """Whoever answers has made sure that it is the linked customer."""
        self.check_access("write")
        self._write_server_fields({"customer_found_by": False})
        return True

    def action_unlink_customer(self):
        """It is somebody else who wrote."""
        if any(lead.service_order_ids for lead in self):
            raise UserError(
                self.env._("The order is there already: change its customer there.")
            )
        stated = {lead: lead._get_stated_values() for lead in self}
        for lead in self:
            lead.write({"partner_id": False, **stated[lead]})
            lead._write_server_fields({"customer_found_by": False})
        return True

    def _get_stated_values(self):
        return {name: self[name] for name in ("phone", "email_from", "contact_name")}

    @api.model
    def _find_lead_customer(self, company, email, phone):
        """Who may have written.

        :param email: the address as stated, or nothing
        :param phone: the phone number in E.164, or nothing
        :return: values of the lead: the customer, or a suggestion, or neither
        """
        address = email_normalize(email or "")
        ways = []
        if address:
            ways.append(Domain("email_normalized", "=", address))
        if phone:
            ways.append(Domain("phone_sanitized", "=", phone))
        if not ways:
            return {}
        found = self.env["res.partner"].search_fetch(
            Domain.OR(ways)
            & Domain("company_id", "in", [company.id, False])
            & Domain("partner_share", "=", True),  # nobody of the house
            ["email_normalized", "phone_sanitized"],
            limit=10,
        )
        by_email = found.filtered(lambda each: each.email_normalized == address)
        by_phone = found.filtered(lambda each: phone and each.phone_sanitized == phone)
        both = by_email & by_phone
        if len(both) == 1:
            return {"partner_id": both.id, "customer_found_by": "both"}
        if len(found) != 1:
            best = both or by_phone or by_email
            return {"suggested_partner_id": best[:1].id} if found else {}
        if found == by_email and self._agree(phone, found.phone_sanitized):
            return {"partner_id": found.id, "customer_found_by": "email"}
        if found == by_phone and self._agree(address, found.email_normalized):
            return {"partner_id": found.id, "customer_found_by": "phone"}
        return {"suggested_partner_id": found.id}

    @api.model
    def _agree(self, stated, known):
        """Whether two spellings contradict each other."""
        return not stated or not known or stated == known

    # What a letter says does not change a customer, and a customer's card does not
    # change what the letter said.

    def _inverse_email_from(self):
        return super(CrmLead, self._get_leads_of_nobody())._inverse_email_from()

    def _inverse_phone(self):
        return super(CrmLead, self._get_leads_of_nobody())._inverse_phone()

    def _compute_email_from(self):
        return super(CrmLead, self._get_silent("email_from"))._compute_email_from()

    def _compute_phone(self):
        return super(CrmLead, self._get_silent("phone"))._compute_phone()

    def _compute_contact_name(self):
        return super(CrmLead, self._get_silent("contact_name"))._compute_contact_name()

    def _compute_lang_id(self):
        return super(CrmLead, self._get_silent("lang_id"))._compute_lang_id()

    def _get_leads_of_nobody(self):
        return self.filtered(lambda lead: not lead.branch_id)

    def _get_silent(self, name):
        """Leads of no branch, and those of a branch that do not say it themselves.

        Of a lead that came by letter or form nothing is filled in from the card of
        whoever it may be: it would be read out to whoever wrote.
        """
        for lead in self:
            lead[name] = lead[name]
        return self.filtered(
            lambda lead: (
                not lead.branch_id or not (lead[name] or lead.customer_found_by)
            )
        )
