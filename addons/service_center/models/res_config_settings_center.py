from odoo import api, fields, models

ROOT_MENU = "service_center.service_center_menu_root"


class ResConfigSettings(models.TransientModel):
    """What a centre settles once: its name in the menu, its sender, its invoices."""

    _inherit = "res.config.settings"

    service_app_name = fields.Char(
        "Application Name",
        help="How the application is called in the menu, in your language. Empty: as "
        "it was delivered.",
    )
    service_post_invoices = fields.Boolean(
        related="company_id.service_post_invoices", readonly=False
    )

    service_sender_email = fields.Char(
        "Sender E-mail",
        related="company_id.email",
        readonly=False,
        help="Messages of stages go to customers from this address of the company, "
        "unless their template names another.",
    )

    @api.model
    def get_values(self):
        values = super().get_values()
        name = self.env.ref(ROOT_MENU).name
        if name != self._get_default_app_name():
            values["service_app_name"] = name
        return values

    def set_values(self):
        res = super().set_values()
        name = (self.service_app_name or "").strip() or self._get_default_app_name()
        menu = self.env.ref(ROOT_MENU)
        if name != menu.name:
            menu.name = name
            self._keep_app_name_on_upgrade()
        return res

    def _get_default_app_name(self):
        """The name as it was delivered, in the language of the user."""
        return self.env._("Service Center")

    def _keep_app_name_on_upgrade(self):
        """An upgrade writes the delivered name, unless the record says otherwise."""
        module, name = ROOT_MENU.split(".")
        self.env["ir.model.data"].search(
            [("module", "=", module), ("name", "=", name)]
        ).noupdate = True
