"""A job for a printing system: what OCA's addons need is a record, so a cursor."""

import os
import tempfile
from dataclasses import dataclass

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from odoo.addons.service_center_labels.tools import wire


@dataclass
class PrintingTask:
    """As ``service_center_labels.tools.engine.Task``."""

    job_id: int
    printer_id: int
    data: bytes
    database: str
    printing_id: int

    def send(self, beat=None):
        """Hand the bytes over, as they are, to the backend of the printer.

        Its transaction has written nothing and holds no lock, however long the
        printing system takes. Whatever goes wrong there, the system may have begun:
        people look before it is printed again.
        """
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            printer = env["printing.printer"].browse(self.printing_id).exists()
            if not printer.active:
                raise wire.NotSent(
                    env._("It is archived in the printing system."), begun=False
                )
            try:
                taken = self._print(printer)
            except Exception as error:  # of whatever backend
                raise wire.NotSent(str(error), begun=True) from error
            if not taken:
                raise wire.NotSent(
                    env._("No backend of the printing system prints on it."),
                    begun=False,
                )

    def _print(self, printer):
        handle, name = tempfile.mkstemp(prefix="labels-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.data)
            return printer.print_file(name, doc_format="raw", title="labels")
        finally:
            if os.path.exists(name):
                os.remove(name)
