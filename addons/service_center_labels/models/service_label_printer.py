from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import engine, plan, wire

NETWORKS = "service_center_labels.networks"
PORTS = "service_center_labels.ports"
HEAD = "service_center.service_center_group_head"


class ServiceLabelPrinter(models.Model):
    """Where labels come out: a printer in the local network, a file, or a PDF."""

    _name = "service.label.printer"
    _description = "Label Printer"
    _inherit = ["service.readonly.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    branch_id = fields.Many2one(
        "service.branch",
        index="btree_not_null",
        check_company=True,
        help="Where it stands. Empty: all branches may print on it.",
    )
    connection = fields.Selection(
        [
            ("network", "Printer in the network"),
            ("file", "File for a printer (ZPL)"),
            ("pdf", "PDF for any printer"),
        ],
        required=True,
        default="network",
    )
    host = fields.Char(
        "Address",
        groups=HEAD,
        help="Name or IP address in a network that the administrator allows.",
    )
    port = fields.Integer(
        default=9100, groups=HEAD, help="Label printers listen at 9100."
    )
    timeout = fields.Integer(
        "Time-Out, Seconds",
        required=True,
        default=10,
        help="So long the printer may not answer, or not take anything.",
    )
    dpi = fields.Selection(
        [(str(dpi), f"{dpi} dpi") for dpi in plan.RESOLUTIONS],
        "Resolution",
        required=True,
        default="203",
        help="Dots per inch of the print head. It stands on the printer's plate.",
    )
    text_mode = fields.Selection(
        [("bitmap", "As pictures"), ("font", "In the printer's font")],
        "Texts",
        required=True,
        default="bitmap",
        help="As pictures every letter of every language prints. The printer's own "
        "font is sharper on some printers, but many have Latin letters only, and it is "
        "not what the preview shows.",
    )
    compressed = fields.Boolean(
        "Compressed Pictures",
        default=True,
        help="Switch it off if an old printer prints nothing, or strange characters.",
    )
    date_busy = fields.Datetime(readonly=True, copy=False)
    reason = fields.Char(
        "Trouble", readonly=True, copy=False, help="Why it last printed nothing."
    )
    database_uuid = fields.Char(
        readonly=True,
        copy=False,
        groups=HEAD,
        help="The database it was set up in. A copy of that prints nothing.",
    )
    queue_count = fields.Integer("Waiting", compute="_compute_queue_count")

    _sane = models.Constraint(
        "CHECK (timeout BETWEEN 1 AND 60 AND port BETWEEN 1 AND 65535)",
        "The time-out is 1 to 60 seconds, the port 1 to 65535.",
    )

    def _compute_queue_count(self):
        waiting = [("state", "in", ("queued", "printing"))]
        counts = dict(
            self.env["service.label.job"]._read_group(
                [("printer_id", "in", self.ids), *waiting], ["printer_id"], ["__count"]
            )
        )
        for printer in self:
            printer.queue_count = counts.get(printer._origin, 0)

    @api.constrains("connection", "host", "port")
    def _check_address(self):
        """An address that is written as numbers can be judged now, names later."""
        for printer in self.filtered(lambda each: each.connection == "network"):
            if not printer.host:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: write the address of the printer.",
                        name=printer.name,
                    )
                )
            try:
                networks, ports = printer._get_allowed()
                wire.check_literal(printer.host, printer.port, networks, ports)
            except wire.NotAllowed as error:
                raise ValidationError(printer._get_refusal(error)) from error

    @api.model
    def _get_allowed(self):
        """The networks and ports where printers may be."""
        # sudo: parameters are the administrator's; it is a list of networks
        get = self.env["ir.config_parameter"].sudo().get_param
        try:
            return (
                wire.parse_networks(get(NETWORKS, "")),
                wire.parse_ports(get(PORTS, "")),
            )
        except ValueError:  # written past the settings: nothing is allowed then
            return [], []

    def _get_refusal(self, error):
        return self.env._(
            "“%(name)s”: %(address)s is in no network of printers. The administrator "
            "allows networks and ports in the settings of labels.",
            name=self.name,
            address=error,
        )

    # What another way to print says about itself

    def _is_queued(self):
        """Hook: whether it is sent its labels; others are handed out as a file."""
        return self.connection == "network"

    def _get_file_type(self):
        """Hook: what it understands, ``zpl`` or ``pdf``; a PDF if there is none."""
        return "zpl" if self.connection in ("network", "file") else "pdf"

    def _get_task(self, job_id, content):
        """Hook: all that sending takes, an ``engine.Task``.

        What it needs of the database is read here: while it sends, nothing of that
        is open.
        """
        address = self.host, self.port, self.timeout
        return engine.Task(job_id, self.id, content, *address, self._get_allowed())

    def _get_address_fields(self):
        """Hook: written anew, they make a copied printer print."""
        return {"host", "port", "connection", "active"}

    def _is_off(self):
        return not self.active or not self._is_queued()

    def _is_held(self):
        """Whether it prints nothing, whoever asks: switched off, or of a copy."""
        return self._is_off() or self.database_uuid != self._get_uuid()

    @api.model
    def _get_uuid(self):
        # sudo: parameters are the administrator's
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.model_create_multi
    def create(self, vals_list):
        printers = super().create(vals_list)
        printers._write_server_fields({"database_uuid": self._get_uuid()})
        return printers

    def write(self, vals):
        res = super().write(vals)
        if self._get_address_fields() & vals.keys():
            self._write_server_fields(
                {"database_uuid": self._get_uuid(), "reason": False}
            )
        return res

    def action_print_test(self):
        """Print a layout with words to try it out."""
        self.ensure_one()
        layout = self.env["service.label.layout"].search([], limit=1)
        if not layout:
            raise UserError(self.env._("There is no layout of labels to print."))
        return self.env["service.label.job"]._enqueue_test(layout, self)

    def action_view_queue(self):
        """The jobs of this printer."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_labels.service_label_job_action"
        )
        return {**action, "domain": [("printer_id", "in", self.ids)], "context": {}}
