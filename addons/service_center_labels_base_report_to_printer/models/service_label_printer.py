from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.service_center_labels.models.service_label_printer import HEAD

from ..tools.printing import PrintingTask

CONNECTIONS = {"printing_zpl": "zpl", "printing_pdf": "pdf"}


class ServiceLabelPrinter(models.Model):
    """A label printer that a printing system knows: CUPS, or what else OCA has."""

    _inherit = "service.label.printer"

    connection = fields.Selection(
        selection_add=[
            ("printing_zpl", "Printing system (ZPL)"),
            ("printing_pdf", "Printing system (PDF)"),
        ],
        ondelete={
            "printing_zpl": lambda printers: printers._become_files(),
            "printing_pdf": lambda printers: printers._become_files(),
        },
    )
    printing_id = fields.Many2one(
        "printing.printer",
        "Printer of the System",
        groups=HEAD,
        index="btree_not_null",
        ondelete="restrict",
        help="Where the printing system prints. ZPL is handed to it as it is, for the "
        "printer itself; a PDF is for a driver of the system.",
    )

    @api.constrains("connection", "printing_id")
    def _check_printing(self):
        for printer in self:
            if printer.connection in CONNECTIONS and not printer.printing_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: choose the printer of the printing system.",
                        name=printer.name,
                    )
                )

    def _become_files(self):
        """Without this addon they hand out files, and say so."""
        for printer in self:
            file_type = CONNECTIONS[printer.connection]
            printer.connection = "file" if file_type == "zpl" else "pdf"

    def _is_queued(self):
        return self.connection in CONNECTIONS or super()._is_queued()

    def _get_file_type(self):
        return CONNECTIONS.get(self.connection) or super()._get_file_type()

    def _get_address_fields(self):
        return super()._get_address_fields() | {"printing_id"}

    def _get_task(self, job_id, content):
        if self.connection not in CONNECTIONS:
            return super()._get_task(job_id, content)
        database = self.env.cr.dbname
        return PrintingTask(job_id, self.id, content, database, self.printing_id.id)
