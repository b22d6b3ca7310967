import base64
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import picture


class ServiceLabelPrint(models.TransientModel):
    """Look at labels before they are printed; choose layout, printer and copies."""

    _name = "service.label.print"
    _description = "Print Labels"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    key = fields.Char(required=True, default=lambda self: uuid4().hex)
    kind = fields.Char(compute="_compute_kind")
    record_count = fields.Integer("Records", compute="_compute_kind")
    layout_id = fields.Many2one(
        "service.label.layout",
        compute="_compute_way",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('kind', '=', kind)]",
    )
    printer_id = fields.Many2one(
        "service.label.printer",
        compute="_compute_way",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="Empty: a PDF for any printer.",
    )
    copies = fields.Integer(
        compute="_compute_way",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    preview = fields.Binary(compute="_compute_preview")
    is_font = fields.Boolean(compute="_compute_preview")

    @api.model
    def _get_kinds(self):
        models_ = self.env["service.label.layout"]._get_label_models()
        return {model: kind for kind, model in models_.items()}

    def _get_records(self):
        """What is to be labelled: only what has labels, and what the user may read."""
        self.ensure_one()
        if self.res_model not in self._get_kinds():
            raise UserError(self.env._("There are no labels of this."))
        records = self.env[self.res_model].browse(self.res_ids).exists()
        records.check_access("read")
        return records

    @api.depends("res_model", "res_ids")
    def _compute_kind(self):
        kinds = self._get_kinds()
        for wizard in self:
            wizard.kind = kinds.get(wizard.res_model)
            wizard.record_count = len(wizard.res_ids or [])

    @api.depends("res_model", "res_ids")
    def _compute_way(self):
        for wizard in self:
            records = wizard._get_records()
            branch = records[:1]._get_label_branch()
            way = records._get_label_way(branch)
            wizard.layout_id, wizard.printer_id, wizard.copies = way

    @api.depends("res_model", "res_ids", "layout_id", "printer_id")
    def _compute_preview(self):
        for wizard in self:
            wizard.is_font = wizard.printer_id.text_mode == "font"
            records = wizard._get_records()[:1]
            if not records or wizard.layout_id.kind != wizard.kind:
                wizard.preview = False
                continue
            dpi = wizard.printer_id.dpi or "300"
            (png,) = wizard.layout_id._draw(records, dpi, picture.make_png)
            wizard.preview = base64.b64encode(png)

    def action_print(self):
        """Print what the preview shows."""
        return self._print(self.printer_id)

    def action_pdf(self):
        """The same labels as a PDF."""
        return self._print(self.env["service.label.printer"])

    def _print(self, printer):
        records = self._get_records()
        self.layout_id.check_access("read")
        printer.check_access("read")
        if self.layout_id.kind != self.kind:
            raise UserError(self.env._("Choose a layout for this kind of label."))
        job = self.env["service.label.job"]._enqueue(
            records,
            self.layout_id,
            printer,
            self.copies,
            key=f"{self.key}/{self.layout_id.id}/{printer.id}/{self.copies}",
            branch=records[:1]._get_label_branch(),
        )
        answer = job._get_answer()
        if answer.get("params"):
            answer["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return answer
