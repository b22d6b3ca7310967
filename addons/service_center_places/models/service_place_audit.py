from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ServicePlace(models.Model):
    _inherit = "service.place"

    audit_ids = fields.One2many("service.place.audit", "place_id", "Audits")

    def action_audit(self):
        """Audit this place: begin, or join whoever began."""
        self.ensure_one()
        return self._start_audit()._get_screen_action()

    def _start_audit(self):
        """The open audit of this place; it begins now if there is none."""
        self._check_may_put()
        if self.kind == "customer":
            raise UserError(
                self.env._("What customers have at home cannot be audited.")
            )
        audits = self.env["service.place.audit"]
        audit = audits.search([("place_id", "=", self.id), ("state", "=", "open")])
        if not audit:
            # sudo: people read places and audits, the system writes them. Two who
            # begin at once both write this row: the second one begins anew, and joins
            place = self.sudo()
            place._write_server_fields({"date_audit_start": fields.Datetime.now()})
            place.flush_recordset()
            audit = audits.sudo().create({"place_id": self.id}).sudo(False)
        return audit

    @api.model
    def _get_unaudited_domain(self):
        """Places that nobody has audited today."""
        return (
            Domain("branch_id.use_places", "=", True)
            & Domain("is_audited", "=", True)
            & Domain("kind", "in", ("desk", "shelf", "bench"))
            & (
                Domain("date_audited", "=", False)
                | Domain("date_audited", "<", "today")
            )
        )


class ServicePlaceAudit(models.Model):
    """One look through a place: what is missing, what lies there wrongly.

    Several people may scan one audit; what was seen is a line, once per device. Nothing
    moves before it is closed (``service_place_audit_close.py``).
    """

    _name = "service.place.audit"
    _description = "Audit of a Place"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"
    _rec_name = "place_id"

    place_id = fields.Many2one(
        "service.place", required=True, readonly=True, index=True, ondelete="restrict"
    )
    branch_id = fields.Many2one(
        related="place_id.branch_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="place_id.company_id", store=True, precompute=True, index=True
    )
    state = fields.Selection(
        [("open", "Going On"), ("done", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    user_id = fields.Many2one(
        "res.users",
        "Begun By",
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    closed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_start = fields.Datetime(
        "Begun", readonly=True, required=True, default=fields.Datetime.now
    )
    date_end = fields.Datetime("Closed", readonly=True)
    line_ids = fields.One2many("service.place.audit.line", "audit_id", "Devices")
    found_count = fields.Integer("Found", compute="_compute_counts")
    wrong_count = fields.Integer("Wrong Here", compute="_compute_counts")
    issued_count = fields.Integer("Issued", compute="_compute_counts")
    missing_count = fields.Integer("Missing", compute="_compute_counts")
    uncollected_count = fields.Integer("Uncollected", compute="_compute_counts")

    _one_open = models.UniqueIndex(
        "(place_id) WHERE state = 'open'",
        "Somebody else has just begun to audit this place. Scan its code again.",
    )

    @api.depends("line_ids.status", "line_ids.is_uncollected", "state")
    def _compute_counts(self):
        counts = {audit: dict.fromkeys(STATUSES, 0) for audit in self._origin}
        uncollected = dict.fromkeys(self._origin, 0)
        lines = self.env["service.place.audit.line"]
        for audit, status, is_uncollected, number in lines._read_group(
            [("audit_id", "in", self.ids)],
            ["audit_id", "status", "is_uncollected"],
            ["__count"],
        ):
            counts[audit][status] += number
            if is_uncollected and status in ("found", "wrong"):
                uncollected[audit] += number
        for audit in self:
            found = counts.get(audit._origin, {})
            for status in STATUSES:
                audit[f"{status}_count"] = found.get(status, 0)
            audit.uncollected_count = uncollected.get(audit._origin, 0)
            if audit.state == "open":
                audit.missing_count = audit._count_unseen()

    def _get_unseen_domain(self):
        """What should lie here and was not scanned yet.

        What came after the audit began is left out, and so is what was seen elsewhere
        in the meantime.
        """
        self.ensure_one()
        return (
            self.place_id._get_lying_domain()
            & Domain("place_date", "<=", self.date_start)
            & (
                Domain("place_seen_date", "=", False)
                | Domain("place_seen_date", "<=", self.date_start)
            )
            & ~Domain("place_audit_line_ids", "any", [("audit_id", "=", self.id)])
        )

    def _count_unseen(self):
        # sudo: who sees a place sees how much lies there
        return self.env["service.order"].sudo().search_count(self._get_unseen_domain())

    def _find_unseen(self):
        # sudo: who sees a place sees number and model of what lies there
        return self.env["service.order"].sudo().search(self._get_unseen_domain())

    def action_open_screen(self):
        """Go on scanning."""
        self.ensure_one()
        return self._get_screen_action()

    def _get_screen_action(self):
        return {
            "type": "ir.actions.client",
            "tag": "service_center_places.audit",
            "name": self.env._("Audit"),
            "params": {"audit_id": self.id},
        }


STATUSES = ("found", "wrong", "issued", "missing")
