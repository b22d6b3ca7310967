import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from ..tools.transact import transact


class ServiceIdentity(models.Model):
    """An identity document of a customer: by default only that it was seen.

    What is kept of it beyond its last three characters is encrypted, under a key that
    the database does not know. It comes in through fields that are never stored
    (``number``, ``details``, and ``scan`` in ``service_identity_scan.py``) and goes out
    through the logged dialog of ``service_identity_reveal.py`` alone: not in a
    list, a search, an export, a message or a paper. For that reason there is no
    ``mail.thread`` here and the name of a document says nothing.
    """

    _name = "service.identity"
    _description = "Identity Document"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"
    _rec_names_search = ["partner_id"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    branch_id = fields.Many2one(
        "service.branch",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["service.branch"]._get_default(),
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, precompute=True, index=True
    )
    document_type = fields.Selection(
        [
            ("passport", "Passport"),
            ("id_card", "Identity Card"),
            ("driving", "Driving Licence"),
            ("residence", "Residence Permit"),
            ("other", "Other Document"),
        ],
        required=True,
        default="passport",
    )
    country_id = fields.Many2one("res.country", "Issued In")
    number_tail = fields.Char(
        "Number Ends With",
        size=3,
        required=True,
        help="The last three characters: enough to know the document again.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Seen By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date_seen = fields.Datetime(
        "Seen On", required=True, readonly=True, default=fields.Datetime.now
    )

    # what is kept beyond that
    number = fields.Char(
        "Full Number",
        store=False,
        readonly=True,
        exportable=False,
        help="Only if a law or a contract asks for it. It is encrypted; afterwards it "
        "is shown only to those who may see it, who say why, and who are logged.",
    )
    details = fields.Text(
        store=False,
        readonly=True,
        exportable=False,
        help="Issued when and by whom, registered where. Encrypted like the number.",
    )
    has_number = fields.Boolean("Number Is Kept", readonly=True)
    has_details = fields.Boolean("Details Are Kept", readonly=True)
    purpose = fields.Char(
        help="What the number or the scan is needed for: “lent phone”, “buy-back”."
    )
    legal_basis = fields.Selection(
        [
            ("obligation", "A law asks for it"),
            ("contract", "A contract needs it"),
            ("consent", "The customer agreed in writing"),
            ("interest", "Legitimate interest, weighed and noted"),
        ],
        help="Why the law allows to keep it.",
    )
    expires_on = fields.Date(
        "Keep Until",
        index="btree_not_null",
        help="After this day number, details and scan are erased by themselves. What "
        "stays is that the document was seen. Empty: as long as the customer.",
    )
    has_key = fields.Boolean(
        compute="_compute_has_key", help="The server can encrypt: it has a key."
    )
    number_cipher = fields.Char(groups=NO_ACCESS, readonly=True, copy=False)
    details_cipher = fields.Char(groups=NO_ACCESS, readonly=True, copy=False)
    number_index = fields.Char(
        groups=NO_ACCESS,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Fingerprint under a second key: an exact number is found by it.",
    )
    key_name = fields.Char(
        groups=NO_ACCESS,
        readonly=True,
        copy=False,
        help="Which key the row is encrypted with.",
    )

    @api.depends("document_type")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._("Document %(id)s", id=document.id or "")

    def _compute_has_key(self):
        self.has_key = self.env["service.cipher"]._is_ready()

    @api.constrains("number_tail")
    def _check_number_tail(self):
        for document in self:
            if not re.fullmatch(r"\w{1,3}", document.number_tail):
                raise ValidationError(
                    self.env._(
                        "“Number Ends With”: give the last one to three letters or "
                        "digits, without spaces."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list, secrets = self._part_secrets(vals_list)
        documents = super().create(vals_list)
        for document, secret in zip(documents, secrets, strict=True):
            document._keep(secret)
        return documents

    def write(self, vals):
        [vals], [secret] = self._part_secrets([vals])
        res = super().write(vals)
        self._keep(secret)
        if {"purpose", "legal_basis"} & vals.keys():
            self._check_ground()
        return res

    def copy(self, default=None):
        if self:
            raise UserError(
                self.env._("Somebody saw a document, or not: note it anew instead.")
            )
        return super().copy(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_logged(self):
        self.env["service.secret.log"]._record("erased", self)

    def export_data(self, fields_to_export):
        if self:
            raise AccessError(self.env._("Identity documents are not exported."))
        return super().export_data(fields_to_export)

    # Coming in

    @api.model
    def _get_secret_fields(self):
        """Fields that are encrypted and never stored as they come."""
        return ("number", "details")

    def _part_secrets(self, vals_list):
        """Take the secrets out of values, before anything else sees them.

        :return: the values without them, and the secrets, one dictionary each
        """
        names = self._get_secret_fields()
        secrets = [
            {name: vals[name] for name in names if vals.get(name)} for vals in vals_list
        ]
        if any(secrets) and self.env.context.get("import_file"):
            raise UserError(
                self.env._(
                    "Numbers and scans of documents are not imported from files: an "
                    "import file would stay behind in plain text."
                )
            )
        if any(secrets):
            self.env["service.cipher"]._load()  # refuse before anything is written
        vals_list = [
            {name: value for name, value in vals.items() if name not in names}
            for vals in vals_list
        ]
        for vals, secret in zip(vals_list, secrets, strict=True):
            if "number" in secret:
                vals["number_tail"] = self._normalize_number(secret["number"])[-3:]
        return vals_list, secrets

    @api.model
    def _normalize_number(self, number):
        """The one spelling of a number: capitals, letters and digits only."""
        key = re.sub(r"[\W_]", "", number or "").upper()
        if len(key) < 5:
            raise UserError(
                self.env._(
                    "The number of the document is too short to be one. Type all of "
                    "it, or leave it empty and note the last three characters."
                )
            )
        return key

    def _keep(self, secret):
        """Encrypt what came in and keep it with these documents."""
        if not secret or not self:
            return
        cipher = self.env["service.cipher"]._load()
        replaced = self.filtered(
            lambda document: any(document[f"has_{name}"] for name in secret)
        )
        self.env["service.secret.log"]._record("replaced", replaced)
        for document in self:
            # sudo: the cipher is closed to everybody; who may write the document
            # (checked just now) may fill it
            document.sudo()._write_server_fields(
                document._prepare_cipher_values(cipher, secret)
            )
        self._check_ground()

    def _prepare_cipher_values(self, cipher, secret):
        vals = {"key_name": cipher.key_id}
        if "number" in secret:
            key = self._normalize_number(secret["number"])
            vals.update(
                number_cipher=cipher.encrypt(secret["number"]),
                number_index=cipher.index(key),
                has_number=True,
            )
        if "details" in secret:
            vals.update(
                details_cipher=cipher.encrypt(secret["details"]), has_details=True
            )
        # what is under an older key comes under this one, so that the row has one key
        self._renew_ciphers(cipher, vals)
        return vals

    def _has_secrets(self):
        """Whether more is kept of the document than that it was seen."""
        self.ensure_one()
        return self.has_number or self.has_details

    def _check_ground(self):
        """Nothing is kept without saying what for and on what ground."""
        for document in self:
            if document._has_secrets() and not (
                document.purpose and document.legal_basis
            ):
                raise ValidationError(
                    self.env._(
                        "To keep more of a document than that it was seen, fill in "
                        "“Purpose” and “Legal Basis”."
                    )
                )

    # Going away

    def _erase(self):
        """Forget number, details and scan; it stays noted that it was seen."""
        documents = self.filtered(lambda document: document._has_secrets())
        if documents:
            self.env["service.secret.log"]._record("erased", documents)
            documents._write_server_fields(documents._prepare_erased_values())

    def _prepare_erased_values(self):
        return {
            "number_cipher": False,
            "details_cipher": False,
            "number_index": False,
            "key_name": False,
            "has_number": False,
            "has_details": False,
        }

    @api.model
    def _cron_erase(self):
        """Erase what may be kept no longer."""
        return transact(self.env, self._erase_due)

    @api.model
    def _erase_due(self):
        """Erase what was to be kept until a day that is over."""
        kept = self._get_kept_domain()
        return self.search(kept & Domain("expires_on", "<", "today"))._erase()

    @api.model
    def _get_kept_domain(self):
        return Domain("has_number", "=", True) | Domain("has_details", "=", True)

    # Keys

    def _get_log_branch(self):
        return self.branch_id

    def _renew_ciphers(self, cipher, vals):
        """Add to ``vals`` what else the row holds, encrypted under the first key."""
        decrypt = self.env["service.cipher"]._decrypt
        mine = self.sudo()  # the cipher is closed to everybody, and so it stays
        if mine.key_name in (False, cipher.key_id):
            return vals
        for name in ("number_cipher", "details_cipher"):
            if mine[name] and name not in vals:
                vals[name] = cipher.encrypt(decrypt(cipher.decrypt, mine[name]))
        return vals

    def _encrypt_anew(self, cipher):
        """Bring all documents under the first key, their fingerprints too."""
        documents = self.search(self._get_kept_domain())
        decrypt = self.env["service.cipher"]._decrypt
        for document in documents:
            vals = {"key_name": cipher.key_id}
            document._renew_ciphers(cipher, vals)
            if document.number_cipher:
                number = decrypt(cipher.decrypt, document.number_cipher)
                vals["number_index"] = cipher.index(self._normalize_number(number))
            document._write_server_fields(vals)
        return len(documents)
