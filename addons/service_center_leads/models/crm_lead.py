import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read as something else


class CrmLead(models.Model):
    """A request to a branch: who, what device, what is wrong.

    Leads without a branch are Odoo's own and stay what they are.
    """

    _inherit = "crm.lead"

    branch_id = fields.Many2one(
        "service.branch",
        compute="_compute_branch_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        default=lambda self: self._get_default_branch(),
        help="Who answers. The people of the branch see its leads alone.",
    )
    service_code = fields.Char(
        "Request Number",
        readonly=True,
        copy=False,
        help="What the customer is told. It says nothing about how many there are.",
    )
    fault = fields.Text(
        "Stated Fault", help="What is wrong, in the words of whoever asks."
    )
    device_text = fields.Char(
        "Device as Stated", help="What the device was called in letter or form."
    )
    device_id = fields.Many2one(
        "service.device",
        "Known Device",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    serial = fields.Char("Serial / IMEI")
    device_type_id = fields.Many2one(
        "service.device.type",
        compute="_compute_from_device_model",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    device_brand_id = fields.Many2one(
        "service.device.brand",
        "Brand",
        compute="_compute_from_device_model",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    device_model_id = fields.Many2one(
        "service.device.model",
        "Model",
        index="btree_not_null",
        ondelete="set null",
    )
    medium_id = fields.Many2one(default=lambda self: self._get_default_medium())
    fault_id = fields.Many2one(
        "service.fault", "Typical Fault", index="btree_not_null", ondelete="set null"
    )
    competitor_id = fields.Many2one(
        "service.competitor",
        "Competitor Mentioned",
        index="btree_not_null",
        ondelete="set null",
    )

    _service_code_uniq = models.UniqueIndex(
        "(service_code) WHERE service_code IS NOT NULL",
        "This request number is already taken.",
    )
    _branch_create_date_idx = models.Index(
        "(branch_id, create_date) WHERE branch_id IS NOT NULL"
    )

    @api.model
    def _get_default_branch(self):
        """A lead made at the service center belongs to the branch of its maker."""
        if not self.env.context.get("service_leads"):
            return False
        return self.env["service.branch"]._get_default()

    @api.model
    def _get_default_medium(self):
        """What is noted by hand at the service center came by a call, most often."""
        if not self.env.context.get("service_leads"):
            return False
        return self.env["ir.model.data"]._xmlid_to_res_id("utm.utm_medium_phone")

    @api.depends("team_id")
    def _compute_branch_id(self):
        for lead in self:
            # sudo: a team says whose it is, whoever may see the branch
            lead.branch_id = lead.team_id.sudo().service_branch_id or lead.branch_id

    @api.depends("device_model_id")
    def _compute_from_device_model(self):
        for lead in self:
            model = lead.device_model_id
            lead.device_type_id = model.type_id or lead.device_type_id
            lead.device_brand_id = model.brand_id or lead.device_brand_id

    @api.onchange("device_id")
    def _onchange_device_id(self):
        if self.device_id:
            self.update(self._get_device_values(self.device_id))

    @api.onchange("serial")
    def _onchange_serial(self):
        if self.serial and not self.device_id:
            found = self.env["service.order"]._find_devices(
                [self.serial], self.branch_id.company_id
            )[self.serial]
            if len(found) == 1:
                self.device_id = found
                self._onchange_device_id()

    @api.model
    def _get_device_values(self, device):
        """What is known of a device, as values of a lead."""
        return {
            "device_id": device.id,
            "serial": device.serial,
            "device_type_id": device.type_id.id,
            "device_brand_id": device.brand_id.id,
            "device_model_id": device.model_id.id,
        }

    def _compute_team_id(self):
        """A lead stays with the team of its branch, whoever answers it."""
        # sudo: only whether the team is a branch's
        ours = self.filtered(lambda lead: lead.team_id.sudo().service_branch_id)
        return super(CrmLead, self - ours)._compute_team_id()

    @api.model
    def _get_server_fields(self):
        """Names of the fields that only the server's own code may set. Hook."""
        return {"service_code"}

    def _check_server_fields(self, vals):
        names = self._get_server_fields().intersection(vals)
        if names and not self.env.su:
            labels = self.fields_get(names, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s: the system fills this in by itself. "
                    "Leave it out and save again.",
                    fields=", ".join(labels[name]["string"] for name in sorted(names)),
                )
            )

    def _write_server_fields(self, vals):
        """Write what only the server may set, past the guard of ``write``."""
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_server_fields(vals)
        names = {f"default_{name}" for name in self._get_server_fields()}
        if not self.env.su and names.intersection(self.env.context):
            self = self.with_context(  # pylint: disable=context-overridden
                {k: v for k, v in self.env.context.items() if k not in names}
            )
        vals_list = [self._complete_lead_values(dict(vals)) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _complete_lead_values(self, vals):
        """Team, number and name of a lead that belongs to a branch."""
        branch = vals.get("branch_id")
        if branch is None and not vals.get("team_id"):
            branch = self._get_default_branch()
            branch = vals["branch_id"] = branch and branch.id
        if branch and not vals.get("team_id"):
            vals.update(self._get_team_values(branch))
        team = self.env["crm.team"].browse(vals.get("team_id") or [])
        # sudo: a team says whose it is, whoever may see the branch
        if branch or team.sudo().service_branch_id:
            if "iap_enrich_done" in self._fields:
                # Odoo asks a company of its own about the sender's domain: a centre's
                # customers are told of to nobody
                vals["iap_enrich_done"] = True
            vals["service_code"] = self._draw_code()
            vals["name"] = vals.get("name") or self._get_lead_title(vals)
        return vals

    @api.model
    def _get_team_values(self, branch_id):
        branch = self.env["service.branch"].browse(branch_id)
        if not branch.lead_team_id:
            branch._make_lead_teams()
        return {"team_id": branch.lead_team_id.id}

    @api.model
    def _draw_code(self):
        """A number for the customer: of a thousand millions of millions, by chance."""
        drawn = "".join(secrets.choice(ALPHABET) for _each in range(10))
        return f"{drawn[:5]}-{drawn[5:]}"

    @api.model
    def _get_lead_title(self, vals):
        """How a lead is called that nobody named."""
        first = ((vals.get("fault") or "").strip().splitlines() or [""])[0]
        words = (vals.get("device_text"), first[:80], vals.get("contact_name"))
        return " · ".join(filter(None, words[:2])) or words[2] or self.env._("Request")

    def write(self, vals):
        self._check_server_fields(vals)
        if vals.get("branch_id") and "team_id" not in vals:
            vals.update(self._get_team_values(vals["branch_id"]))
        res = super().write(vals)
        if {"branch_id", "team_id"}.intersection(vals):
            self._keep_private()
        return res

    def _keep_private(self):
        """Leads that came to a branch later are told of to nobody outside, either."""
        if "iap_enrich_done" in self._fields:
            open_ones = self.filtered(
                lambda lead: lead.branch_id and not lead.iap_enrich_done
            )
            open_ones.iap_enrich_done = True

    @api.readonly
    def get_formview_id(self, access_uid=None):
        """A link in a mail or on an order opens a branch's request as one."""
        if self.branch_id:
            return self.env.ref("service_center_leads.crm_lead_view_form_service").id
        return super().get_formview_id(access_uid=access_uid)

    def _pls_get_naive_bayes_probabilities(self, *args, **kwargs):
        # sudo: the same statistics, asked when a lost request is opened again
        return super(CrmLead, self.sudo())._pls_get_naive_bayes_probabilities(
            *args, **kwargs
        )

    def _pls_increment_frequencies(self, from_state=None, to_state=None):
        # sudo: Odoo's statistics on won and lost, which only salespeople may read
        return super(CrmLead, self.sudo())._pls_increment_frequencies(
            from_state=from_state, to_state=to_state
        )
