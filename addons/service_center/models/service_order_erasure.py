from odoo import models


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _prepare_anonymous_values(self):
        """Free texts, in which anything may stand. What was done and paid stays."""
        names = (
            *("partner_phone", "fault", "appearance", "intake_note", "diagnosis"),
            *("result", "recommendation", "refusal_reason"),
        )
        vals = dict.fromkeys(names, False)
        if "access_token" in self._fields:
            vals["access_token"] = False
        return vals

    def _anonymize(self):
        """Keep the order, and nothing in it that tells whose it was."""
        self._erase_passcodes()
        self._write_server_fields(self._prepare_anonymous_values())
        notes = self.line_ids.filtered(lambda line: line.display_type == "line_note")
        notes._write_server_fields({"name": "—"})
        self.check_ids._write_server_fields({"comment": False})


class ServiceEstimate(models.Model):
    _inherit = "service.estimate"

    def _anonymize(self):
        """Keep what was asked and answered, not by whom or in which words."""
        self._write_server_fields({"answered_by": False, "comment": False})


class ServiceDevice(models.Model):
    _inherit = "service.device"

    def _anonymize(self):
        """Keep the device with its serial number; it may come back with another."""
        self._write_server_fields({"partner_id": False, "note": False})


class ResUsers(models.Model):
    _inherit = "res.users"

    def _close_portal(self):
        """Nobody logs in as a customer who was forgotten."""
        for user in self:  # a new login ends the sessions
            user.write({"active": False, "login": f"anonymous-{user.id}"})


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _anonymize(self):
        """Odoo only archives bank accounts, so the number is written over."""
        for bank in self:
            bank.write(
                {
                    "acc_number": f"anonymous-{bank.id}",
                    "acc_holder_name": False,
                    "active": False,
                }
            )
