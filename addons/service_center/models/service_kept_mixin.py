from odoo import api, models
from odoo.exceptions import UserError


class ServiceKeptMixin(models.AbstractModel):
    """Rows written once, by the server: a history, an account of what was earned."""

    _name = "service.kept.mixin"
    _description = "Rows that stay as they are"
    _inherit = ["service.readonly.mixin"]

    def _get_refusal(self):
        """Hook: the sentence for whoever would change or delete such a row."""
        return self.env._("This is kept as it was written.")

    def write(self, vals):
        if self:
            raise UserError(self._get_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_refusal())
