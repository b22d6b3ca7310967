import contextlib
import logging
import os

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class IrAttachment(models.Model):
    """A file that cannot be kept whole is not kept at all: a full or read-only disk.

    Odoo leaves the part that was written under the name of the whole. The same photo
    would then be refused for ever, as if it were another with the same sum.
    """

    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        try:
            return super()._file_write(bin_value, checksum)
        except OSError as error:
            _logger.exception("A file of %s bytes could not be kept", len(bin_value))
            self._forget_part(bin_value, checksum)
            raise UserError(
                self.env._(
                    "The server could not keep the file: its disk is full or cannot be "
                    "written to. Nothing was saved. Tell your administrator, then do "
                    "it once more."
                )
            ) from error

    @api.model
    def _forget_part(self, bin_value, checksum):
        """Take away what was written of a file, unless somebody else wrote it whole."""
        path = self._full_path(f"{checksum[:2]}/{checksum}")
        with contextlib.suppress(OSError):
            if not self._same_content(bin_value, path):
                os.unlink(path)
