from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import plan

SLACK = 0.05  # mm that roundings may make


class ServiceLabelField(models.Model):
    """One thing on a label: a text, bars, a QR code or a line; with its place."""

    _name = "service.label.field"
    _description = "Label Field"
    _order = "sequence, id"

    layout_id = fields.Many2one(
        "service.label.layout", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    type = fields.Selection(
        [("text", "Text"), ("bars", "Bars"), ("qr", "QR Code"), ("line", "Line")],
        required=True,
        default="text",
        help="Bars are Code 128 and hold digits only: a scanner reads them right "
        "whatever keyboard layout is on.",
    )
    source = fields.Selection(
        selection="_get_source_selection",
        string="Value",
        help="What of the order, product or place is printed here.",
    )
    text = fields.Char(
        "Words", translate=True, help="Printed before the value, or alone."
    )
    x = fields.Float(
        "Left", required=True, digits=(6, 1), help="From the left edge, in millimetres."
    )
    y = fields.Float(
        "Top", required=True, digits=(6, 1), help="From the upper edge, in millimetres."
    )
    width = fields.Float(
        required=True, default=20, digits=(6, 1), help="In millimetres."
    )
    height = fields.Float(
        required=True, default=5, digits=(6, 1), help="In millimetres."
    )
    size = fields.Float(
        "Letters",
        default=3,
        digits=(6, 1),
        help="Size of the letters in millimetres, at most: a long text shrinks to half "
        "of it, wraps, and is cut at last.",
    )
    lines = fields.Integer(default=1, help="How many lines the text may take.")
    bold = fields.Boolean()
    align = fields.Selection(
        [("left", "Left"), ("center", "Centre"), ("right", "Right")],
        required=True,
        default="left",
    )

    _sizes = models.Constraint(
        "CHECK (x >= 0 AND y >= 0 AND width > 0 AND height > 0 AND "
        "size BETWEEN 1 AND 40 AND lines BETWEEN 1 AND 20)",
        "A field lies on the label: left and top are 0 or more, width and height more "
        "than 0, letters 1 to 40 mm, lines 1 to 20.",
    )

    @api.model
    def _get_source_selection(self):
        """Everything that labels of any kind can say."""
        sources = self.env["service.label.layout"]._get_label_sources()
        labels = {}
        for kind in sources.values():
            for name, label, _sample in kind:
                labels.setdefault(name, label)
        return list(labels.items())

    @api.model_create_multi
    def create(self, vals_list):
        fields_ = super().create(vals_list)
        self.env.registry.clear_cache()
        return fields_

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.depends("type", "source", "text")
    def _compute_display_name(self):
        types = dict(self._fields["type"]._description_selection(self.env))
        sources = dict(self._get_source_selection())
        for field in self:
            field.display_name = (
                sources.get(field.source) or field.text or types.get(field.type, "")
            )

    @api.constrains(
        *("type", "source", "text", "x", "y", "width", "height", "layout_id")
    )
    def _check_places(self):
        sources = self.env["service.label.layout"]._get_label_sources()
        for field in self:
            known = {name for name, *_rest in sources[field.layout_id.kind]}
            field._check_source(known)
            field._check_edge()
        for layout in self.layout_id:
            layout.field_ids._check_codes_free()
            layout._check_codes()

    def _check_source(self, known):
        """A value there is, and a code where a code is wanted."""
        is_code = bool(self.source) and self.source.startswith("code")
        if self.type in ("bars", "qr") and not is_code:
            raise ValidationError(
                self.env._(
                    "%(type)s of “%(layout)s”: choose a code as its value.",
                    type=self.display_name,
                    layout=self.layout_id.display_name,
                )
            )
        if self.source and self.source not in known:
            raise ValidationError(
                self.env._(
                    "“%(layout)s” has no value “%(value)s”: it is a label of "
                    "something else. Choose another value.",
                    layout=self.layout_id.display_name,
                    value=self.display_name,
                )
            )
        if self.type == "text" and not self.source and not self.text:
            raise ValidationError(
                self.env._(
                    "A text of “%(layout)s” says nothing: choose a value or write "
                    "words.",
                    layout=self.layout_id.display_name,
                )
            )

    def _check_edge(self):
        layout = self.layout_id
        if (
            self.x + self.width > layout.width + SLACK
            or self.y + self.height > layout.height + SLACK
        ):
            raise ValidationError(
                self.env._(
                    "“%(field)s” reaches beyond the edge of “%(layout)s”: move it, or "
                    "make it smaller.",
                    field=self.display_name,
                    layout=layout.display_name,
                )
            )

    def _check_codes_free(self):
        """Nothing lies over a code: it could not be read."""
        for code in self.filtered(lambda field: field.type in ("bars", "qr")):
            for other in self - code:
                if code._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "“%(other)s” of “%(layout)s” lies over the code in "
                            "“%(code)s”: move it aside, or the code cannot be read.",
                            other=other.display_name,
                            code=code.display_name,
                            layout=code.layout_id.display_name,
                        )
                    )

    def _overlaps(self, other):
        return (
            self.x + self.width > other.x + SLACK
            and other.x + other.width > self.x + SLACK
            and self.y + self.height > other.y + SLACK
            and other.y + other.height > self.y + SLACK
        )

    def _get_spec(self):
        """The field as the tools that draw want it."""
        self.ensure_one()
        return plan.Field(
            kind=self.type or "text",
            x=self.x,
            y=self.y,
            width=self.width,
            height=self.height,
            source=self.source or "",
            name=self.display_name or "",
            text=self.text or "",
            size=self.size,
            lines=self.lines,
            bold=self.bold,
            align=self.align or "left",
        )
