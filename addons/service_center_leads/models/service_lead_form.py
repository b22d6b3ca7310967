import secrets
import time

from markupsafe import Markup

from odoo import api, models
from odoo.tools import consteq
from odoo.tools.misc import hmac

SECONDS_AT_LEAST, SECONDS_AT_MOST = 3, 12 * 3600
PATH = "/service/request"
HONEYPOT = "website_url"
CAPTCHA = "service_request"  # what a visitor does, as the captcha is told
TURNSTILE = Markup(
    """\
<div class="cf-turnstile" data-sitekey="{key}" data-action="{action}" \
data-response-field-name="turnstile_captcha"></div>
<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer>\
</script>
"""
)
RECAPTCHA = Markup(
    """\
<input type="hidden" name="recaptcha_token_response">
<script src="https://www.recaptcha.net/recaptcha/api.js?render={key}"></script>
<script data-key="{key}">
(function (key) {{
  var form = document.currentScript.closest("form");
  form.addEventListener("submit", function (event) {{
    if (!window.grecaptcha) {{
      return; // it was blocked: the server answers what to do
    }}
    event.preventDefault();
    grecaptcha.ready(function () {{
      grecaptcha.execute(key, {{action: "{action}"}}).then(function (token) {{
        form.querySelector("[name=recaptcha_token_response]").value = token;
        form.submit();
      }});
    }});
  }});
}})(document.currentScript.dataset.key);
</script>
"""
)
SNIPPET = Markup(
    """\
<form action="{url}" method="post" enctype="multipart/form-data" id="service_request">
  <input type="hidden" name="token">
  <p style="position:absolute;left:-6000px" aria-hidden="true">
    <input name="{honeypot}" tabindex="-1" autocomplete="off"></p>
  <p><label>{branch}<br><select name="branch" required>{options}</select></label></p>
  {fields}
  <p><label><input type="checkbox" name="consent" value="1" required>
    {consent}</label></p>
  {captcha}<p><button>{send}</button></p>
</form>
<script>
fetch("{url}/token")
  .then(function (answer) {{ return answer.text(); }})
  .then(function (text) {{
    document.querySelector("#service_request [name=token]").value = text;
  }});
</script>
"""
)


class ServiceLeadForm(models.AbstractModel):
    """The public form: its address, its proof of time, its copy for foreign sites."""

    _name = "service.lead.form"
    _description = "Public Form of Requests"

    @api.model
    def _make_token(self):
        """When the form was opened, signed: neither earlier nor twice."""
        stamp = f"{int(time.time())}.{secrets.token_hex(8)}"
        return f"{stamp}.{self._sign(stamp)}"

    @api.model
    def _sign(self, stamp):
        # sudo: only the database's secret
        return hmac(self.sudo().env, "service_lead_form", stamp)[:40]

    @api.model
    def _check_token(self, token):
        """``None`` if the token is good, else ``forged``, ``fast`` or ``old``."""
        stamp, _dot, signature = str(token or "")[:200].rpartition(".")
        if not (stamp and signature.isascii()) or not consteq(
            signature, self._sign(stamp)
        ):
            return "forged"
        age = time.time() - int(stamp.split(".")[0])
        if age < SECONDS_AT_LEAST:
            return "fast"
        return "old" if age > SECONDS_AT_MOST else None

    @api.model
    def _get_branches(self, company=None):
        """The open branches that a visitor may choose from."""
        # sudo: names of open branches are what a visitor is told
        branches = self.env["service.branch"].sudo()
        company = company or self.env.company
        return branches.search([("company_id", "=", company.id)])

    @api.model
    def _find_branch(self, key):
        """The open branch that a form names, of whatever company.

        :param key: its code, with the number of its company if that is not this one
        """
        code, _dot, number = str(key or "").strip()[:15].partition(".")
        company = int(number) if number.isdecimal() else self.env.company.id
        # sudo: names of open branches are what a visitor is told
        branches = self.env["service.branch"].sudo()
        return branches.search(
            [("code", "=", code), ("company_id", "=", company)], limit=1
        )

    @api.model
    def _get_key(self, branch):
        """What ``_find_branch`` finds a branch by."""
        return f"{branch.code}.{branch.company_id.id}"

    @api.model
    def _get_page_url(self, company, branch=None):
        """The page of the form; with a branch, where that is chosen already."""
        page = f"{company.get_base_url()}{PATH}"
        if not (branch and branch.code):
            return page
        return f"{page}?branch={self._get_key(branch)}"

    @api.model
    def _get_captcha(self):
        """Public keys of Odoo's captchas, as far as one is installed and set up."""
        # sudo: public keys
        get = self.env["ir.config_parameter"].sudo().get_param
        keys = {}
        if "website_cf_turnstile" in self.env.registry._init_modules:
            keys["turnstile"] = get("cf.turnstile_site_key")
        if "google_recaptcha" in self.env.registry._init_modules:
            enabled = get("enable_recaptcha", "True") not in ("False", "0", "")
            keys["recaptcha"] = enabled and get("recaptcha_public_key")
        return {name: key for name, key in keys.items() if key}

    @api.model
    def _get_captcha_html(self):
        """What a form needs for the captchas that are set up, on whatever site."""
        keys = self._get_captcha()
        parts = {"turnstile": TURNSTILE, "recaptcha": RECAPTCHA}
        return Markup("").join(
            parts[name].format(key=key, action=CAPTCHA) for name, key in keys.items()
        )

    @api.model
    def _get_snippet(self, company):
        """HTML of the form to paste into any site. It asks us for the proof of time."""
        base = company.get_base_url()
        branches = self._get_branches(company)
        options = Markup("").join(
            Markup('<option value="{}">{}</option>').format(
                self._get_key(each), each.name
            )
            for each in branches
        )
        fields = Markup("\n  ").join(
            Markup("<p><label>{}<br>{}</label></p>").format(label, Markup(control))
            for label, control in (
                (
                    self.env._("Your name"),
                    '<input name="name" required maxlength="120">',
                ),
                (
                    self.env._("Phone"),
                    '<input name="phone" type="tel" required maxlength="40">',
                ),
                (
                    self.env._("E-mail (if you like)"),
                    '<input name="email" type="email">',
                ),
                (self.env._("Device"), '<input name="device" maxlength="200">'),
                (
                    self.env._("What is wrong?"),
                    '<textarea name="text" rows="4" required></textarea>',
                ),
                (
                    self.env._("Photos (JPEG or PNG, five at most)"),
                    '<input name="photos" type="file" multiple'
                    ' accept="image/jpeg,image/png">',
                ),
            )
        )
        return SNIPPET.format(
            url=f"{base}{PATH}",
            honeypot=HONEYPOT,
            options=options,
            branch=self.env._("Branch"),
            fields=fields,
            consent=company._get_lead_consent(),
            send=self.env._("Send"),
            captcha=self._get_captcha_html(),
        )
