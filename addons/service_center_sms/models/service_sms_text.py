from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools import placeholders, segments

TRIGGERS = [
    ("stage", "Stage Entered"),
    ("estimate", "Estimate Sent"),
    ("promised", "Promised Date Moved"),
    ("uncollected", "Ready, Not Collected"),
    ("aftercare", "After the Issue"),
]
LADDERS = ("uncollected", "aftercare")


class TextRules(NamedTuple):
    """When a text is written, as plain data. An empty set: all."""

    id: int
    trigger: str
    stage_ids: frozenset
    branch_ids: frozenset
    company_id: int
    days: int
    skip_companies: bool


class ServiceSmsText(models.Model):
    """What a customer is told, and when: one event, one text, in his own language.

    Placeholders come from a fixed list, see ``tools/placeholders.py``; there is no
    code.
    """

    _name = "service.sms.text"
    _description = "Text for an Event"
    _inherit = ["service.rules.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="Where several texts fit one event, the first one is sent."
    )
    active = fields.Boolean("In Use", default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    branch_ids = fields.Many2many(
        "service.branch",
        string="Only for Branches",
        domain="[('company_id', '=?', company_id)]",
        help="Nothing named: for the orders of all branches.",
    )
    trigger = fields.Selection(TRIGGERS, "When", required=True, default="stage")
    stage_ids = fields.Many2many(
        "service.stage",
        string="Stages",
        help="It is written when an order enters one of them.",
    )
    days = fields.Integer(
        help="So many days after the work was done, or after the issue, by the "
        "calendar of the branch. Several texts with 3, 7 and 14 days make a ladder."
    )
    skip_companies = fields.Boolean(
        "Not to Companies", help="Only private persons are asked how they are served."
    )
    body = fields.Text(
        "Text",
        required=True,
        translate=True,
        help="Placeholders: "
        + ", ".join(f"{{{name}}}" for name in placeholders.SAMPLES),
    )
    preview = fields.Text(
        compute="_compute_preview",
        help="With typical values, and what it costs in parts.",
    )
    is_long = fields.Boolean("More Than One Part", compute="_compute_preview")
    samples = fields.Json(compute="_compute_samples")

    _days_positive = models.Constraint(
        "CHECK (days >= 0)", "Days cannot be less than 0."
    )

    @api.depends("body")
    @api.depends_context("lang")
    def _compute_preview(self):
        for text in self:
            plain = text._is_plain()
            samples = placeholders.PLAIN_SAMPLES if plain else placeholders.SAMPLES
            line = text._fill(samples)
            size = segments.measure(line)
            text.is_long = size.segments > 1
            text.preview = line and self.env._(
                "%(line)s\n%(length)s characters, parts: %(parts)s",
                line=line,
                length=size.length,
                parts=size.segments,
            )

    def _compute_samples(self):
        """Typical values for the preview that is shown while one types."""
        plain, other = placeholders.PLAIN_SAMPLES, placeholders.SAMPLES
        self.samples = {"plain": plain, "other": other}

    @api.onchange("trigger")
    def _onchange_trigger(self):
        if self.trigger in LADDERS and not self.days:
            self.days = 3

    @api.constrains("body")
    def _check_body(self):
        for text in self:
            bodies = self._fields["body"]._get_stored_translations(text) or {}
            for body in {text.body, *bodies.values()}:
                text._check_placeholders(body)

    def _check_placeholders(self, body):
        if unknown := placeholders.get_unknown(body):
            raise ValidationError(
                self.env._(
                    "“%(name)s”: there is no placeholder %(unknown)s. Known are: "
                    "%(known)s.",
                    name=self.name,
                    unknown=", ".join(
                        name if name in "{}" and name else f"{{{name}}}"
                        for name in unknown
                    ),
                    known=", ".join(f"{{{name}}}" for name in placeholders.SAMPLES),
                )
            )
        if not placeholders.clean(body):
            raise ValidationError(
                self.env._("“%(name)s”: write what it says.", name=self.name)
            )

    @api.constrains("trigger", "stage_ids", "days")
    def _check_trigger(self):
        for text in self:
            if text.trigger == "stage" and not text.stage_ids:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: choose the stages it is written for.",
                        name=text.name,
                    )
                )
            if text.trigger in LADDERS and text.days < 1:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: after how many days? One at least.", name=text.name
                    )
                )

    @api.model
    @ormcache()
    def _get_all_rules(self):
        """All texts in use, in their order: each event of an order asks for them."""
        # sudo: whoever moves an order need not read the texts
        return tuple(
            TextRules(
                id=text.id,
                trigger=text.trigger,
                stage_ids=frozenset(text.stage_ids._ids),
                branch_ids=frozenset(text.branch_ids._ids),
                company_id=text.company_id.id,
                days=text.days,
                skip_companies=text.skip_companies,
            )
            for text in self.sudo().search([])
        )

    @api.model
    def _get_rules(self, trigger, stage=None):
        """The texts in use for an event, in their order."""
        return [
            rules
            for rules in self._get_all_rules()
            if rules.trigger == trigger and (not stage or stage.id in rules.stage_ids)
        ]

    def _is_plain(self):
        """Whether it has 160 characters rather than 70, until a value changes that."""
        self.ensure_one()
        return segments.measure(self.body).alphabet == "gsm7"

    def _fill(self, values):
        """The text in the language of the context, with these values."""
        self.ensure_one()
        return placeholders.fill(self.body, values)
