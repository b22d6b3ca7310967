import json

from odoo import http
from odoo.http import request

from odoo.addons.service_center_leads.controllers.main import (
    A_BRANCH,
    A_DAY,
    AN_HOUR,
    LeadForm,
)
from odoo.addons.website_crm.controllers.website_form import WebsiteForm


class WebsiteLeadForm(LeadForm):
    """The form of requests in the website's layout."""

    @http.route(website=True)
    def show_form(self, branch=None, **params):
        return super().show_form(branch=branch, **params)

    @http.route(website=True)
    def receive_form(self, **params):
        return super().receive_form(**params)

    def _render(self, template, values, status=200):
        own = template.replace("service_center_leads.", "service_center_leads_website.")
        return super()._render(own, values, status)


class BuilderForm(WebsiteForm):
    """A form that somebody has built: what names a branch is a request of it."""

    def _handle_website_form(self, model_name, **kwargs):
        if model_name != "crm.lead":
            return super()._handle_website_form(model_name, **kwargs)
        if not self._is_within_quotas():
            return json.dumps(
                {
                    "error": request.env._(
                        "There were many requests from here today. Please call us "
                        "instead."
                    )
                }
            )
        answer = super()._handle_website_form(model_name, **kwargs)
        return self._hide_id(answer)

    def _is_within_quotas(self):
        quotas = request.env["service.lead.quota"]
        address = request.httprequest.remote_addr
        hour = f"{request.env.cr.now():%Y-%m-%d %H}"
        return quotas._take_all(
            [
                ("form hour", address, AN_HOUR, hour),
                ("form day", address, A_DAY, None),
                ("form site", request.website.id, A_BRANCH, None),
            ]
        )

    def _hide_id(self, answer):
        """A visitor learns the number of the request, not how many there are."""
        values = json.loads(answer)
        if not isinstance(values, dict) or not isinstance(values.get("id"), int):
            return answer
        # sudo: the number is told to whoever has just sent the form
        lead_sudo = request.env["crm.lead"].sudo().browse(values["id"])
        request.session["form_builder_id"] = False
        return json.dumps({"id": lead_sudo.service_code or True})

    def insert_attachment(self, model_sudo, id_record, files):
        if not files:
            return None
        return super().insert_attachment(model_sudo, id_record, files)

    def insert_record(self, request, model_sudo, values, custom, meta=None):
        if model_sudo.model == "crm.lead" and values.get("branch_id"):
            # sudo: whose branches there are is what the form offers
            branch_sudo = request.env["service.branch"].sudo()
            branch_sudo = branch_sudo.search_fetch(
                [("id", "=", values["branch_id"])],
                ["company_id", "partner_id", "resource_calendar_id"],
            )
            values = self._complete_request(branch_sudo, values)
        return super().insert_record(request, model_sudo, values, custom, meta=meta)

    def _complete_request(self, branch_sudo, values):
        """Recognise device, customer and language, as in any other request."""
        if branch_sudo.company_id != request.website.company_id:
            return {name: values[name] for name in values if name != "branch_id"}
        stated = {
            "name": values.get("contact_name"),
            "email": values.get("email_from"),
            "phone": values.get("phone"),
            "device": values.get("device_text"),
            "text": values.get("fault") or values.get("name"),
        }
        received = branch_sudo.env["crm.lead"]._prepare_received_values(
            branch_sudo, "form", stated
        )
        chosen = ("lead_properties", "description", "partner_name", "name")
        kept = {name: values[name] for name in chosen if values.get(name)}
        return {**received, **kept}
