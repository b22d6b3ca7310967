import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from ..tools import picture, plan


class ServiceLabelLayout(models.Model):
    """What stands on a label of a size, and where: fields with places in millimetres.

    The resolution is that of the printer. An addon adds a kind of label by
    ``selection_add`` on ``kind``, and says in ``_get_label_models`` what it is about,
    in ``_get_label_sources`` what can be said and in ``_get_values_<kind>`` says it.
    """

    _name = "service.label.layout"
    _description = "Label Layout"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    kind = fields.Selection(
        [("order", "Order"), ("product", "Product")],
        "Label of",
        required=True,
        default="order",
        help="What the label is stuck to.",
    )
    width = fields.Float(
        required=True, default=58, digits=(6, 1), help="Of the label, in millimetres."
    )
    height = fields.Float(
        required=True, default=40, digits=(6, 1), help="Of the label, in millimetres."
    )
    field_ids = fields.One2many("service.label.field", "layout_id", "Fields", copy=True)
    preview = fields.Binary(
        compute="_compute_preview", help="The label with words to try it out."
    )
    preview_dpi = fields.Selection(
        [(str(dpi), f"{dpi} dpi") for dpi in plan.RESOLUTIONS],
        "Preview At",
        compute="_compute_preview_dpi",
        readonly=False,
        help="What a printer of this resolution makes of it.",
    )

    _size = models.Constraint(
        "CHECK (width BETWEEN 15 AND 120 AND height BETWEEN 10 AND 200)",
        "A label is 15 to 120 mm wide and 10 to 200 mm high.",
    )

    @api.depends("kind")
    def _compute_preview_dpi(self):
        for layout in self:
            layout.preview_dpi = layout.preview_dpi or "203"

    @api.depends_context("lang")
    @api.depends(
        *("kind", "width", "height", "preview_dpi"),
        *(
            f"field_ids.{name}"
            for name in [
                "type",
                "source",
                "text",
                "x",
                "y",
                "width",
                "height",
                "size",
                "lines",
                "bold",
                "align",
            ]
        ),
    )
    def _compute_preview(self):
        for layout in self:
            samples = layout._get_samples()
            try:
                drawn = layout._get_plan(layout.preview_dpi)
                layout.preview = base64.b64encode(picture.make_png(drawn, samples))
            except plan.DoesNotFit:
                layout.preview = False

    @api.depends("name", "width", "height")
    def _compute_display_name(self):
        for layout in self:
            size = f"{layout.width:g}×{layout.height:g}"
            name = layout.name or ""
            layout.display_name = name if size in name else f"{name} {size}"

    @api.model_create_multi
    def create(self, vals_list):
        layouts = super().create(vals_list)
        self.env.registry.clear_cache()
        return layouts

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    @api.constrains("width", "height", "field_ids", "kind")
    def _check_fields(self):
        self.field_ids._check_places()
        for layout in self:
            layout._check_codes()

    def _check_codes(self):
        """Codes of usual length have to fit, whatever printer it is."""
        for dpi in plan.RESOLUTIONS:
            try:
                self._get_plan(dpi).arrange(self._get_samples())
            except plan.DoesNotFit as error:
                raise ValidationError(
                    self._get_misfit(error, self.env._("%(dpi)s dpi", dpi=dpi))
                ) from error

    def _get_misfit(self, error, printer):
        return self.env._(
            "“%(field)s” of “%(layout)s” is too small for the code %(code)s at "
            "%(printer)s: it could not be read. Make it wider, or take a larger label.",
            field=error.name,
            layout=self.display_name,
            code=error.code,
            printer=printer,
        )

    # What an addon says about its kind of label

    @api.model
    def _get_label_models(self):
        """Hook: the model that each kind of label is about."""
        return {"order": "service.order", "product": "product.product"}

    @api.model
    def _get_label_sources(self):
        """Hook: what labels of each kind can say: name, label, and a value to try.

        Those whose name begins with ``code`` are for bars and QR codes.
        """
        env = self.env
        return {
            "order": [
                ("code", env._("Code"), "00012345"),
                ("number", env._("Order number"), "ST-00012"),
                ("device", env._("Device"), "Smartphone Nokla X7 Pro"),
                ("serial", env._("Serial / IMEI"), "356938035643809"),
                (
                    "fault",
                    env._("Stated fault"),
                    env._("Does not switch on after a fall"),
                ),
                ("accessories", env._("Completeness"), env._("Charger, case")),
                ("customer", env._("Customer"), "Anna Kryłowa"),
                ("date", env._("Taken in on"), "02.03.2026"),
                ("promised", env._("Promised for"), "05.03.2026"),
                ("engineer", env._("Engineer"), "Jan Nowak"),
                ("branch", env._("Branch"), "Station"),
                ("company", env._("Company"), env.company.name or ""),
            ],
            "product": [
                ("code", env._("Code"), "4820000123457"),
                ("name", env._("Product name"), "Screen X7 with frame, black"),
                ("reference", env._("Internal reference"), "SCR-X7-B"),
                ("price", env._("Price"), "3 333,33 zł"),
                ("company", env._("Company"), env.company.name or ""),
            ],
        }

    def _get_samples(self):
        """Values to try a layout out."""
        sources = self._get_label_sources().get(self.kind, [])
        return {name: sample for name, _label, sample in sources}

    # Drawing

    def _get_spec(self):
        """The layout as the tools that draw want it."""
        self.ensure_one()
        return self._read_spec() if self._origin != self else self._get_kept_spec()

    @ormcache("self.id", "self.env.lang")
    def _get_kept_spec(self):
        # sudo: the same for everybody who may print it
        return self.sudo()._read_spec()

    def _read_spec(self):
        return plan.Layout(
            max(self.width, 1),
            max(self.height, 1),
            tuple(field._get_spec() for field in self.field_ids),
        )

    def _get_plan(self, dpi):
        """The layout in the dots of a printer."""
        return plan.Plan(self._get_spec(), int(dpi))

    def _draw(self, records, dpi, write):
        """Labels of records, each drawn by ``write(plan, values)``.

        :return: a list in the order of the records
        """
        self.ensure_one()
        drawn = self._get_plan(dpi)
        try:
            return [write(drawn, values) for values in self._get_values(records)]
        except plan.DoesNotFit as error:
            printer = self.env._("%(dpi)s dpi", dpi=dpi)
            raise UserError(self._get_misfit(error, printer)) from error
