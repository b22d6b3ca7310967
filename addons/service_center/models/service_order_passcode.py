from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.base.models.res_users import check_identity


class ServiceOrder(models.Model):
    """How the device is unlocked, and what may be done with the data on it.

    A passcode comes in through a field that is never stored and goes out to the
    assigned engineer alone, while the order is in work, each time logged. It is erased
    when the order is issued or refused, and some hours after the end of work.
    """

    _inherit = "service.order"

    unlock_method = fields.Selection(
        [
            ("not_needed", "Not needed for this repair"),
            ("customer", "The customer unlocks it himself"),
            ("kept", "Passcode is left here"),
        ],
        "Unlocking",
        copy=False,
        help="Ask for a passcode only if the repair cannot be tested without it.",
    )
    data_choice = fields.Selection(
        [
            ("wipe", "May be wiped"),
            ("keep", "Must be kept"),
            ("no_access", "Nobody may look at it"),
        ],
        "Customer's Data",
        copy=False,
        help="What the customer has decided about the data on the device.",
    )
    passcode = fields.Char(
        store=False,
        readonly=True,
        exportable=False,
        groups="service_center.service_center_group_manager",
        help="It is encrypted, shown only to the engineer of the order while it is in "
        "work, and erased afterwards. A pattern is entered as digits: the points are "
        "numbered 1 2 3 / 4 5 6 / 7 8 9, write them in the order they are joined.",
    )
    has_unlock_code = fields.Boolean(
        "Passcode Is Kept",
        readonly=True,
        copy=False,
        help="An encrypted passcode is there. Off after it was erased.",
    )

    service_identity_count = fields.Integer(
        related="partner_id.service_identity_count",
        related_sudo=False,
        groups="service_center.service_center_group_manager",
    )

    @api.constrains("unlock_method", "data_choice")
    def _check_unlocking(self):
        for order in self:
            if order.unlock_method == "kept" and order.data_choice == "no_access":
                raise ValidationError(
                    self.env._(
                        "Order %(order)s: nobody may look at the customer's data, so "
                        "no passcode is left here. Choose another way of unlocking.",
                        order=order.name,
                    )
                )

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"unlock_method", "data_choice"}

    def action_view_identities(self):
        """The documents that the customer has shown."""
        action = self.partner_id.action_view_service_identities()
        action["context"]["default_branch_id"] = self.branch_id.id
        return action

    # Coming in

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        codes = [self._pop_passcode(vals) for vals in vals_list]
        orders = super().create(vals_list)
        orders._keep_passcodes(codes)
        return orders

    def write(self, vals):
        if "passcode" not in vals and "unlock_method" not in vals:
            return super().write(vals)
        vals = dict(vals)
        code = self._pop_passcode(vals)
        if code:
            self._check_may_keep_passcode()
        res = super().write(vals)
        self._keep_passcodes([code] * len(self))
        if vals.get("unlock_method", "kept") != "kept":
            self._erase_passcodes()
        return res

    def _pop_passcode(self, vals):
        """Take the passcode out of ``vals``, before anything else sees it."""
        code = vals.pop("passcode", None)
        if not code:
            return None
        self._check_field_access(self._fields["passcode"], "write")
        if self.env.context.get("import_file"):
            raise UserError(
                self.env._(
                    "Passcodes are not imported from files: an import file would stay "
                    "behind in plain text."
                )
            )
        self.env["service.cipher"]._load()  # refuse before anything is written
        vals.setdefault("unlock_method", "kept")
        if vals["unlock_method"] != "kept":
            raise UserError(
                self.env._(
                    "A passcode is typed in, but “Unlocking” says that none is left "
                    "here. Clear the one or change the other."
                )
            )
        return code

    def _check_may_keep_passcode(self):
        over = self.filtered(lambda order: order.state in ("refused", "issued"))
        if over:
            raise UserError(
                self.env._(
                    "%(orders)s: refused or issued, so no passcode is kept any more.",
                    orders=", ".join(over[:10].mapped("name")),
                )
            )

    def _keep_passcodes(self, codes):
        """Encrypt passcodes, one per order; what was there before is replaced."""
        given = [(order, code) for order, code in zip(self, codes, strict=True) if code]
        if given:
            cipher = self.env["service.cipher"]._load()
            orders = self.browse([order.id for order, _code in given])
            # sudo: nobody has a right to passcodes; who may change what was agreed at
            # intake (checked by ``write`` and the field's group) may leave one
            passcodes = self.env["service.passcode"].sudo()
            passcodes.search([("order_id", "in", orders.ids)]).unlink()
            passcodes.create(
                [
                    {
                        "order_id": order.id,
                        "cipher": cipher.encrypt(code),
                        "key_name": cipher.key_id,
                    }
                    for order, code in given
                ]
            )
            orders._write_server_fields({"has_unlock_code": True})
        if not self.env.su:
            self._check_passcode_given()

    def _check_passcode_given(self):
        for order in self:
            if order.unlock_method == "kept" and not order.has_unlock_code:
                raise ValidationError(
                    self.env._(
                        "“Unlocking” says that the passcode is left here: type it into "
                        "“Passcode”, or choose another way."
                    )
                )

    # Going out

    @check_identity
    def action_reveal_passcode(self):
        """Show the passcode to the engineer of the order, and log that."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "service_center_reveal",
            "params": {
                "title": self.env._("Passcode of %(order)s", order=self.name),
                "values": [self._reveal_passcode()],
            },
        }

    def _reveal_passcode(self):
        """Log, then decrypt."""
        self.ensure_one()
        self.check_access("read")
        if self.engineer_id != self.env.user or self.state != "in_progress":
            raise AccessError(
                self.env._(
                    "The passcode of %(order)s is shown only to its engineer, while "
                    "the order is in work.",
                    order=self.name,
                )
            )
        # sudo: nobody has a right to passcodes; whose order it is was checked above
        passcode = (
            self.env["service.passcode"].sudo().search([("order_id", "=", self.id)])
        )
        if not passcode:
            raise UserError(
                self.env._("No passcode of %(order)s is kept.", order=self.name)
            )
        cipher = self.env["service.cipher"]._load()
        self.env["service.secret.log"]._record_first("passcode", self)
        return self.env["service.cipher"]._decrypt(cipher.decrypt, passcode.cipher)

    def _get_log_branch(self):
        return self.branch_id

    # Going away

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state in ("refused", "issued"):
            self._erase_passcodes()
        return res

    def _erase_passcodes(self):
        kept = self.filtered("has_unlock_code")
        if kept:
            # sudo: as in _keep_passcodes; who moves an order makes it forget
            self.env["service.passcode"].sudo().search(
                [("order_id", "in", kept.ids)]
            ).unlink()
            kept._write_server_fields({"has_unlock_code": False})
            self.env["service.secret.log"]._record("erased", kept)
