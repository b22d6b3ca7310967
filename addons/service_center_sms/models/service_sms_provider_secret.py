from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..tools import wire

STARS = "••••••••"


class ServiceSmsProvider(models.Model):
    """Login and password: the password is encrypted, and never comes out again.

    A provider belongs to the database it was set up in, with a password or without. A
    restored copy has another ``database.uuid``: nothing is sent from it until somebody
    confirms that it may.
    """

    _inherit = "service.sms.provider"

    login = fields.Char(
        copy=False, groups="service_center.service_center_group_head,base.group_system"
    )
    secret = fields.Char(
        "Password or API Key",
        compute="_compute_secret",
        inverse="_inverse_secret",
        exportable=False,
        groups="service_center.service_center_group_head,base.group_system",
        help="Encrypted, and not readable after saving. Type it anew to change it.",
    )
    has_secret = fields.Boolean(compute="_compute_has_secret", compute_sudo=True)
    secret_cipher = fields.Char(groups=NO_ACCESS, readonly=True, copy=False)
    key_name = fields.Char(groups=NO_ACCESS, readonly=True, copy=False)
    database_uuid = fields.Char(
        groups=NO_ACCESS,
        readonly=True,
        copy=False,
        help="The database it was set up in. A copy of that sends nothing.",
    )
    is_foreign = fields.Boolean(
        "Copied Database",
        compute="_compute_is_foreign",
        compute_sudo=True,
        help="It was set up in another database: nothing leaves this one.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        providers = super().create(vals_list)
        # sudo: nobody may write this by hand
        providers.sudo()._write_server_fields(
            {"database_uuid": self._get_database_uuid()}
        )
        return providers

    @api.depends("secret_cipher")
    def _compute_has_secret(self):
        for provider in self:
            provider.has_secret = bool(provider.secret_cipher)

    @api.depends("has_secret")
    def _compute_secret(self):
        for provider in self:
            provider.secret = STARS if provider.has_secret else False

    def _inverse_secret(self):
        for provider in self:
            if provider.secret != STARS:
                provider._keep_secret(provider.secret)

    def _keep_secret(self, secret):
        """Encrypt a password and note which database it was given to."""
        cipher = secret and self._load_cipher()
        # sudo: nobody may write these; the field has checked who may set a password
        self.sudo()._write_server_fields(
            {
                "secret_cipher": secret and cipher.encrypt(secret),
                "key_name": secret and cipher.key_id,
                "database_uuid": self._get_database_uuid(),
            }
        )

    @api.model
    def _load_cipher(self):
        ciphers = self.env["service.cipher"]
        if not ciphers._is_ready():
            raise UserError(
                self.env._(
                    "The password of a provider cannot be kept: the server has no key "
                    "to encrypt it with. The administrator names a file of keys in "
                    "Odoo's settings, option %(option)s.",
                    option="service_center_key_file",
                )
            )
        return ciphers._load()

    @api.model
    def _get_database_uuid(self):
        # sudo: parameters are the administrator's; only the identity is looked at
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.depends("database_uuid")
    def _compute_is_foreign(self):
        here = self._get_database_uuid()
        for provider in self:
            given = provider.database_uuid
            provider.is_foreign = bool(given) and given != here

    def action_confirm_database(self):
        """Let this database send: it is no mere copy."""
        self.check_access("write")
        # sudo: nobody may write this by hand
        self.sudo()._write_server_fields({"database_uuid": self._get_database_uuid()})
        return True

    def _get_secret(self):
        """The password in clear, for the moment of a request; it is never stored so.

        :raise UserError: if it cannot be decrypted
        """
        self.ensure_one()
        token = self.sudo().secret_cipher  # sudo: no group may read it
        if not token:
            return ""
        ciphers = self.env["service.cipher"]
        return ciphers._decrypt(ciphers._load().decrypt, token)

    def write(self, vals):
        """A password does not follow to another server: it is asked for anew."""
        before = {provider: provider._get_hosts() for provider in self}
        res = super().write(vals)
        if not vals.get("secret"):
            for provider in self:
                if not provider._get_hosts() <= before[provider]:
                    provider._keep_secret(False)
        return res

    def _get_hosts(self):
        self.ensure_one()
        addresses = (self.url, self.poll_url, self.balance_url)
        return {
            (urlsplit(each).scheme, urlsplit(wire.fill(each, {})).netloc)
            for each in addresses
            if each
        }

    def _encrypt_anew(self, cipher):
        """Bring all passwords under the first key of the file."""
        providers = self.with_context(active_test=False).search(
            [("secret_cipher", "!=", False), ("key_name", "!=", cipher.key_id)]
        )
        decrypt = self.env["service.cipher"]._decrypt
        for provider in providers:
            plain = decrypt(cipher.decrypt, provider.secret_cipher)
            provider._write_server_fields(
                {"secret_cipher": cipher.encrypt(plain), "key_name": cipher.key_id}
            )
        return len(providers)
