import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.crm_lead_form import UTM
from ..models.service_lead_form import CAPTCHA, HONEYPOT, PATH

_logger = logging.getLogger(__name__)
BODY_LIMIT = 52 * 1024 * 1024
PHOTO_LIMIT, PHOTOS = 10 * 1024 * 1024, 5
AN_HOUR, A_DAY, A_PHONE, A_BRANCH = 6, 20, 3, 500


class LeadForm(http.Controller):
    """The form that a visitor fills in, here or on any other site.

    Every answer is the same whoever asks: nothing tells whether a customer exists.
    """

    @http.route(PATH, type="http", auth="public", methods=["GET"], sitemap=True)
    def show_form(self, branch=None, **params):
        """The form on a page of its own."""
        return self._show(**self._get_texts({"branch": branch}))

    @http.route(f"{PATH}/token", type="http", auth="public", methods=["GET"], cors="*")
    def get_token(self, **params):
        """When a form on another site was opened."""
        return request.make_response(
            request.env["service.lead.form"]._make_token(),
            [("Content-Type", "text/plain"), ("Cache-Control", "no-store")],
        )

    @http.route(
        PATH,
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,  # nobody's session is used: forms on other sites have none
        max_content_length=BODY_LIMIT,
    )
    def receive_form(self, **params):
        """Take a request; answer with its number."""
        params = self._get_texts(params)
        refusal, status = self._refuse_robot(params)
        branch = self._get_branch(params.get("branch"))
        if not refusal:
            refusal, status = self._refuse_incomplete(params, branch), 400
        if refusal:
            return self._show(refusal, status, params)
        known = self._get_answer(params["token"])
        if known:
            return self._thank(known)
        refusal = self._refuse_too_many(params, branch)
        if refusal:
            return self._show(refusal, 429, params)
        photos, refusal = self._read_photos()
        if refusal:
            return self._show(refusal, 400, params)
        # sudo: a visitor has no rights at all; only what he typed is written
        leads_sudo = request.env["crm.lead"].sudo()
        tags = {**self._get_cookies(), **params}
        lead_sudo = leads_sudo._receive_form(branch, params, photos, tags)
        self._remember_answer(params["token"], lead_sudo.service_code)
        return self._thank(lead_sudo.service_code)

    def _get_texts(self, params):
        """What was typed, without the character that a database cannot hold."""
        return {
            name: each.replace("\0", "")
            for name, each in params.items()
            if isinstance(each, str)
        }

    # Refusals

    def _refuse_robot(self, params):
        if params.get(HONEYPOT):
            _logger.info("Request refused: the honeypot is filled in")
            return request.env._("This request could not be taken. Call us."), 400
        wrong = request.env["service.lead.form"]._check_token(params.get("token"))
        if wrong:
            _logger.info("Request refused: the token is %s", wrong)
            return self._ask_once_more(), 400
        return (None, 200) if self._is_human() else (self._ask_once_more(), 400)

    def _ask_once_more(self):
        return request.env._(
            "Please look through what you typed and send it once more."
        )

    def _is_human(self):
        """What Odoo's captchas say; without one everybody is.

        Asked here and not by the route: what was typed stays, instead of a page of
        an error.
        """
        try:
            request.env["ir.http"]._verify_request_recaptcha_token(CAPTCHA)
        except UserError:
            _logger.info("Request refused: the captcha was not passed")
            return False
        return True

    def _refuse_incomplete(self, params, branch):
        """What a request needs, all at once."""
        missing = []
        if not branch:
            missing.append(request.env._("Choose the branch."))
        if not params.get("name", "").strip():
            missing.append(request.env._("Type your name."))
        if not self._get_phone(params, branch):
            missing.append(
                request.env._("Type your phone number with its country code.")
            )
        if not params.get("text", "").strip():
            missing.append(request.env._("Say in a few words what is wrong."))
        if not params.get("consent"):
            missing.append(request.env._("Tick that you agree."))
        return " ".join(missing)

    def _refuse_too_many(self, params, branch):
        quotas = request.env["service.lead.quota"]
        address = request.httprequest.remote_addr
        hour = f"{http.request.env.cr.now():%Y-%m-%d %H}"
        within = quotas._take_all(
            [
                ("form hour", address, AN_HOUR, hour),
                ("form day", address, A_DAY, None),
                ("form phone", self._get_phone(params, branch), A_PHONE, None),
                ("form branch", branch.id, A_BRANCH, None),
            ]
        )
        if within:
            return None
        _logger.info("Request refused: a quota is used up")
        return request.env._(
            "There were many requests from here today. Please call us instead."
        )

    def _get_phone(self, params, branch):
        # sudo: the country of the branch, to read the number
        leads = request.env["crm.lead"].sudo()
        return branch and leads._find_lead_phone(branch, params.get("phone", " "), "")

    def _read_photos(self):
        """Pictures of the form: contents and kinds, or a sentence on what is wrong."""
        files = [
            each
            for each in request.httprequest.files.getlist("photos")[: PHOTOS + 1]
            if each.filename
        ]
        if len(files) > PHOTOS:
            return [], request.env._("Five photos at most, please.")
        photos = []
        for file in files:
            content = file.read(PHOTO_LIMIT + 1)
            photo = None
            if len(content) <= PHOTO_LIMIT:
                photo = request.env["crm.lead"].sudo()._read_form_photo(content)
            if not photo:
                return [], request.env._(
                    "A photo is a JPEG or PNG picture of up to 10 MB."
                )
            photos.append(photo)
        return photos, None

    # Answers

    def _get_cookies(self):
        """Where the visitor came from, as Odoo's website remembers it."""
        cookies = request.httprequest.cookies
        names = {name: f"odoo_{name}" for name in UTM}
        return {name: cookies[each] for name, each in names.items() if each in cookies}

    def _get_branch(self, code):
        forms = request.env["service.lead.form"]
        chosen = forms._find_branch(code)
        branches = chosen or forms._get_branches()
        return chosen or (branches if len(branches) == 1 else branches.browse())

    def _get_answer(self, token):
        # sudo: nobody has a right to these rows
        quotas_sudo = request.env["service.lead.quota"].sudo()
        key = quotas_sudo._get_key("form token", token, "")
        return quotas_sudo.search([("key", "=", key)], limit=1).answer

    def _remember_answer(self, token, code):
        """Sent twice, a form is answered as it was the first time."""
        # sudo: nobody has a right to these rows
        quotas_sudo = request.env["service.lead.quota"].sudo()
        quotas_sudo.create(
            {
                "key": quotas_sudo._get_key("form token", token, ""),
                "date": http.request.env.cr.now().date(),
                "count": 1,
                "answer": code,
            }
        )

    def _show(self, refusal=None, status=200, params=None, branch=None):
        params = params or {}
        forms = request.env["service.lead.form"]
        chosen = forms._find_branch(params.get("branch") or branch)
        # sudo: its name, as on its papers
        company = chosen.company_id or request.env.company.sudo()
        values = {
            "company": company,
            "path": PATH,
            "honeypot": HONEYPOT,
            "token": forms._make_token(),
            "branches": forms._get_branches(company),
            "chosen": chosen,
            "consent": company._get_lead_consent(),
            "typed": params,
            "refusal": refusal,
            "captcha": forms._get_captcha_html(),
        }
        return self._render("service_center_leads.request_page", values, status)

    def _thank(self, code):
        company = request.env.company.sudo()  # sudo: its name, as on its papers
        values = {"company": company, "code": code}
        return self._render("service_center_leads.request_thanks", values)

    def _render(self, template, values, status=200):
        response = request.render(template, values)
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
