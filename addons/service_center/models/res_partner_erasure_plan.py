from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What is forgotten about a customer: a list of ``(label, records, act)``.

    An addon that keeps more about people adds to it in ``_get_erasure_plan``. All of it
    runs as the superuser, for contacts that ``_anonymize`` has cleared.
    """

    _inherit = "res.partner"

    def _get_erasure_plan(self):
        """What is forgotten about these contacts: ``(label, records, act)``, in order.

        Hook for addons: call super, then add before the last step.
        """
        mine = [("partner_id", "in", self.ids)]
        orders = self.env["service.order"].search(mine)
        devices = self.env["service.device"].search(mine)
        identities = self.env["service.identity"].search(mine)
        users = self.env["res.users"].search(mine)
        banks = self._get_erasure_banks()
        papers = [self, orders, devices, banks]
        queue, unqueue = self._get_erasure_queue(papers)
        messages = self._get_erasure_messages(papers)
        files = self._get_attached("ir.attachment", papers)
        activities = self._get_attached("mail.activity", papers)
        texts = orders.estimate_ids
        env = self.env
        return [
            (env._("Identity documents: erased"), identities, identities.unlink),
            (env._("Bank accounts: numbers removed"), banks, banks._anonymize),
            (env._("Mails and texts in the queues: erased"), queue, unqueue),
            (env._("Activities: erased"), activities, activities.unlink),
            (env._("Files and printed papers: erased"), files, files.unlink),
            (env._("Devices: owner and notes removed"), devices, devices._anonymize),
            (env._("Estimates: names and comments removed"), texts, texts._anonymize),
            (
                env._("Orders: phone and free texts removed, the rest kept"),
                orders,
                orders._anonymize,
            ),
            (env._("Customer's logins: closed"), users, users._close_portal),
            (
                env._("Messages, notes and tracked values: erased"),
                messages,
                # found anew: the steps before may have written some
                lambda: self._get_erasure_messages(papers).unlink(),
            ),
            (
                env._("Contacts: name, phone, addresses removed"),
                self,
                self._wipe_contacts,
            ),
        ]

    def _get_attached(self, model, papers, model_field="res_model"):
        """Records of a model that hang on these recordsets, those of fields too."""
        domain = Domain.OR(
            Domain(model_field, "=", records._name)
            & Domain("res_id", "in", records.ids)
            for records in papers
        )
        return self.env[model].with_context(skip_res_field_check=True).search(domain)

    def _get_erasure_banks(self):
        """Bank accounts that no entry of the ledger refers to."""
        moves = self.env["account.move"].search(
            [("partner_bank_id", "in", self.bank_ids.ids)]
        )
        return self.bank_ids - moves.partner_bank_id

    def _get_erasure_messages(self, papers):
        mine = self._get_attached("mail.message", papers, "model")
        # what they wrote, or what was sent to them alone, without a document
        loose = Domain("model", "in", [False, ""]) & (
            Domain("author_id", "in", self.ids) | Domain("partner_ids", "in", self.ids)
        )
        return mine | self.env["mail.message"].search(loose)

    def _get_erasure_queue(self, papers):
        """What waits to be sent to these contacts, and what notes it was sent."""
        recipients = [
            Domain("email_to", "ilike", partner.email)
            for partner in self
            if partner.email
        ]
        recipients.append(Domain("recipient_ids", "in", self.ids))
        queues = [
            self.env["mail.mail"].search(Domain.OR(recipients)),
            self._get_attached("mail.scheduled.message", papers, "model"),
            self.env["mail.notification"].search([("res_partner_id", "in", self.ids)]),
            self.env["mail.followers"].search([("partner_id", "in", self.ids)]),
        ]
        if "sms.sms" in self.env:  # comes with Odoo's own sms, which need not be there
            numbers = [number for number in self.mapped("phone_sanitized") if number]
            texts = Domain("partner_id", "in", self.ids) | Domain(
                "number", "in", numbers
            )
            queues.append(self.env["sms.sms"].search(texts))

        def unqueue():
            for records in queues:
                records.exists().unlink()

        return [record for records in queues for record in records], unqueue

    def _prepare_anonymous_values(self):
        """What stands on a contact that was forgotten. The country stays."""
        personal = (
            *("phone", "email", "street", "street2", "zip", "city", "state_id", "vat"),
            *("ref", "website", "function", "comment", "company_name", "image_1920"),
            *("barcode", "company_registry", "partner_latitude", "partner_longitude"),
        )
        vals = {name: False for name in personal if name in self._fields}
        return {**vals, "active": False, "service_erased_on": fields.Date.today()}

    def _wipe_contacts(self):
        # nothing of it is tracked once more
        contacts = self.with_context(tracking_disable=True, mail_notrack=True)
        contacts.write(self._prepare_anonymous_values())
        for partner in contacts:
            partner.name = self.env._("Customer %(id)s", id=partner.id)
