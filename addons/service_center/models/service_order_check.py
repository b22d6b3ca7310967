from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOrderCheck(models.Model):
    """One item of a checklist on one order: the result, who found it, and when.

    Only the methods ``action_pass``, ``action_fail``, ``action_not_applicable`` and
    ``action_reopen`` set a result: name and time are always those of whoever did it.
    """

    _name = "service.order.check"
    _description = "Check on an Order"
    _inherit = ["service.readonly.mixin"]
    _order = "checklist_id, sequence, id"

    order_id = fields.Many2one(
        "service.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    checklist_id = fields.Many2one(
        "service.checklist",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    second_person = fields.Boolean(related="checklist_id.second_person")
    item_id = fields.Many2one(
        "service.checklist.item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    note = fields.Char(related="item_id.note")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(
        "Check",
        required=True,
        readonly=True,
        help="As the item was called when it was checked.",
    )
    required = fields.Boolean(readonly=True)
    result = fields.Selection(
        [
            ("open", "Not Checked"),
            ("passed", "Passed"),
            ("failed", "Failed"),
            ("na", "Not Applicable"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    user_id = fields.Many2one(
        "res.users", "Checked By", readonly=True, index="btree_not_null"
    )
    date = fields.Datetime("Checked On", readonly=True)
    comment = fields.Char(help="What was seen; a failed quality check needs it.")

    _item_uniq = models.UniqueIndex(
        "(order_id, item_id) WHERE item_id IS NOT NULL",
        "This check is already on the order. Reload the page.",
    )

    def write(self, vals):
        self._check_may_change()
        if "comment" in vals:
            self._check_second_person()
        return super().write(vals)

    def _check_may_change(self):
        """Checks are part of their order: issued, it does not change any more."""
        issued = self.order_id.filtered(lambda order: order.state == "issued")
        if issued:
            issued._raise_frozen()

    def _check_second_person(self):
        """Nobody checks the quality of his own work."""
        for check in self.filtered("second_person"):
            if self.env.user in check.order_id._get_repairers():
                raise UserError(
                    self.env._(
                        "%(order)s, “%(check)s”: this is a quality check, and you "
                        "repaired the device. Somebody else has to do it.",
                        order=check.order_id.name,
                        check=check.name,
                    )
                )

    def action_pass(self):
        """It is in order."""
        return self._set_result("passed")

    def action_fail(self):
        """It is not in order. A failed quality check goes back to the bench."""
        failed = self.filtered(lambda check: check.result != "failed")
        quality = failed.filtered("second_person")
        quality._check_second_person()
        for check in quality:
            if not check.comment:
                raise UserError(
                    self.env._(
                        "“%(check)s”: write into “Comment” what is wrong, so that the "
                        "engineer knows. Then press “Failed” again.",
                        check=check.name,
                    )
                )
        failed._set_result("failed")
        quality._send_back_to_bench()
        return True

    def action_not_applicable(self):
        """It does not apply to this device."""
        return self._set_result("na")

    def action_reopen(self):
        """It is to be checked again."""
        self._check_may_change()
        self._reopen()
        return True

    def action_ask_fail(self):
        """Failed, pressed in a list: ask what is wrong first where that is needed."""
        self.ensure_one()
        if self.comment or not self.second_person:
            return self.action_fail()
        self._check_may_change()
        self._check_second_person()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What is wrong?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (
                    self.env.ref("service_center.service_order_check_view_fail").id,
                    "form",
                )
            ],
            "target": "new",
        }

    def _set_result(self, result):
        self._check_may_change()
        changed = self.filtered(lambda check: check.result != result)
        changed._check_second_person()
        changed._write_server_fields(
            {
                "result": result,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
            }
        )
        return True

    def _reopen(self):
        self._write_server_fields({"result": "open", "user_id": False, "date": False})

    def _renew(self, item):
        """Nothing was checked yet: call it as the checklist calls it now."""
        values = item._prepare_check_values()
        stale = self.filtered(
            lambda check: any(
                check[name] != values[name] for name in ("name", "required", "sequence")
            )
        )
        stale._write_server_fields(values)

    def _send_back_to_bench(self):
        """Tell the engineer what failed, and give him the order back."""
        for order, checks in self.grouped("order_id").items():
            order.message_post(
                body=self.env._(
                    "Quality check failed: %(checks)s",
                    checks="; ".join(f"{c.name} ({c.comment})" for c in checks),
                ),
                subtype_xmlid="mail.mt_note",
                partner_ids=order.engineer_id.partner_id.ids,
            )
        self.order_id._return_to_bench()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        if any(check.result != "open" for check in self):
            raise UserError(
                self.env._("What was checked stays on the order. Reopen it instead.")
            )
