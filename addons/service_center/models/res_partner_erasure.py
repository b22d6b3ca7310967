from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

HEAD = "service_center.service_center_group_head"
MANAGER = "service_center.service_center_group_manager"


class ResPartner(models.Model):
    """Forgetting a customer: who may be forgotten, what is done, and doing it.

    One plan serves the preview and the work: a list of ``(label, records, act)``. An
    addon that keeps more about people adds to it in ``_get_erasure_plan``.
    """

    _inherit = "res.partner"

    service_erased_on = fields.Date(
        "Anonymised On", readonly=True, copy=False, groups=MANAGER
    )
    service_is_idle = fields.Boolean(
        "Kept Long Enough",
        compute="_compute_service_is_idle",
        search="_search_service_is_idle",
        groups=HEAD,
        help="The last order is longer ago than the company keeps customers.",
    )

    def _compute_service_is_idle(self):
        idle = self.filtered_domain(self._get_idle_domain())
        idle.service_is_idle = True
        (self - idle).service_is_idle = False

    @api.model
    def _search_service_is_idle(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_idle_domain() if True in value else ~self._get_idle_domain()

    @api.model
    def _get_idle_domain(self):
        """Customers with nothing but old, issued orders."""
        months = self.env.company.service_idle_months
        if not months:
            return Domain.FALSE
        cutoff = fields.Datetime.now() - relativedelta(months=months)
        recent = Domain("state", "!=", "issued") | Domain("create_date", ">", cutoff)
        return (
            Domain("service_erased_on", "=", False)
            & Domain("service_order_ids", "!=", False)
            & ~Domain("service_order_ids", "any", recent)
        )

    def action_service_anonymize(self):
        """Open the preview of what anonymising these customers would do."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Anonymise"),
            "res_model": "service.customer.anonymize",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": [Command.set(self.ids)]},
        }

    # Who

    def _get_erasure_blockers(self):
        """Sentences on why these customers cannot be forgotten yet; empty: they can."""
        # sudo: an open order in another branch counts as well
        everything = self.sudo().with_context(active_test=False)
        family = everything._get_erasure_family()
        orders = everything.env["service.order"].search(
            [("partner_id", "in", family.ids), ("state", "!=", "issued")]
        )
        reasons = []
        if orders:
            reasons.append(
                self.env._(
                    "Still in the centre: %(orders)s.",
                    orders=", ".join(orders[:10].mapped("name")),
                )
            )
        unpaid = everything.env["account.move"].search(
            [
                ("commercial_partner_id", "in", family.ids),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial", "in_payment")),
            ]
        )
        if unpaid:
            reasons.append(
                self.env._(
                    "Not settled: %(invoices)s.",
                    invoices=", ".join(unpaid[:10].mapped("name")),
                )
            )
        if family._get_house_partners():
            reasons.append(
                self.env._(
                    "An employee, a company or a branch of this database is no customer: "
                    "%(names)s.",
                    names=", ".join(family._get_house_partners().mapped("name")),
                )
            )
        return reasons

    def _get_house_partners(self):
        """Contacts that the centre itself is made of."""
        house = self.env["res.company"].search([]).partner_id
        house |= self.env["service.branch"].search([]).partner_id
        return (self & house) | self.filtered(
            lambda partner: partner.user_ids.filtered(lambda user: not user.share)
        )

    def _get_erasure_family(self):
        """The contacts themselves and the addresses under them."""
        return self.search([("id", "child_of", self.ids)])

    # What

    def _get_erasure_plan(self):
        """What is forgotten about these contacts: ``(label, records, act)``, in order.

        Hook for addons: call super, then add before the last step.
        """
        orders = self.env["service.order"].search([("partner_id", "in", self.ids)])
        devices = self.env["service.device"].search([("partner_id", "in", self.ids)])
        papers = [self, orders, devices]
        identities = self.env["service.identity"].search([("partner_id", "in", self.ids)])
        users = self.env["res.users"].search([("partner_id", "in", self.ids)])
        texts, banks = orders.estimate_ids, self._get_erasure_banks()
        messages = self._get_erasure_messages(papers)
        files = self._get_erasure_files(papers)
        activities = self._get_attached("mail.activity", papers)
        _ = self.env._
        return [
            (_("Identity documents: erased"), identities, identities.unlink),
            (_("Bank accounts: erased"), banks, banks.unlink),
            (_("Mails and texts in the queues: erased"), *self._get_erasure_queue(papers)),
            (_("Activities: erased"), activities, activities.unlink),
            (_("Files and printed papers: erased"), files, files.unlink),
            (_("Devices: owner and notes removed"), devices, devices._anonymize),
            (_("Estimates: names and comments removed"), texts, texts._anonymize),
            (
                _("Orders: phone and free texts removed, the rest kept"),
                orders,
                orders._anonymize,
            ),
            (_("Logins of the customer portal: closed"), users, users._close_portal),
            (
                _("Messages, notes and tracked values: erased"),
                messages,
                # found anew: the steps before may have written some
                lambda: self._get_erasure_messages(papers).unlink(),
            ),
            (_("Contacts: name, phone, addresses removed"), self, self._wipe_contacts),
        ]

    def _get_attached(self, model, papers, model_field="res_model"):
        """Records of a model that hang on these recordsets."""
        domain = Domain.OR(
            Domain(model_field, "=", records._name) & Domain("res_id", "in", records.ids)
            for records in papers
        )
        return self.env[model].search(domain)

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

    def _get_erasure_files(self, papers):
        """Files of papers, not of accounting: also those of fields, such as photos."""
        files = self.env["ir.attachment"].with_context(skip_res_field_check=True)
        domain = Domain.OR(
            Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
            for records in papers
        )
        return files.search(domain)

    def _get_erasure_queue(self, papers):
        """What waits to be sent to these contacts, and what notes it was sent."""
        mails = self.env["mail.mail"].search([("recipient_ids", "in", self.ids)])
        later = self._get_attached("mail.scheduled.message", papers, "model")
        notices = self.env["mail.notification"].search(
            [("res_partner_id", "in", self.ids)]
        )
        follows = self.env["mail.followers"].search([("partner_id", "in", self.ids)])
        queues = [mails, later, notices, follows]
        if "sms.sms" in self.env:  # comes with Odoo's own sms, which need not be there
            numbers = [number for number in self.mapped("phone_sanitized") if number]
            queues.append(
                self.env["sms.sms"].search(
                    Domain("partner_id", "in", self.ids) | Domain("number", "in", numbers)
                )
            )

        def erase():
            for records in queues:
                records.exists().unlink()

        return [record for records in queues for record in records], erase

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
        # nobody follows it any more, and nothing of it is tracked once more
        contacts = self.with_context(tracking_disable=True, mail_notrack=True)
        contacts.write(self._prepare_anonymous_values())
        for partner in contacts:
            partner.name = self.env._("Customer %(id)s", id=partner.id)

    # Doing it

    def _preview_erasure(self):
        """Lines of text: what would be done, and to how many records."""
        family = self.sudo().with_context(active_test=False)._get_erasure_family()
        return [
            f"{label}: {len(records)}"
            for label, records, _act in family._get_erasure_plan()
            if records
        ]

    def _anonymize(self, reason):
        """Forget these customers for good; papers of the accounts stay, without names.

        :return: the notes of what was done
        """
        if not (self.env.su or self.env.user.has_group(HEAD)):
            raise AccessError(self.env._("Only a head may anonymise customers."))
        blockers = self._get_erasure_blockers()
        if blockers:
            raise UserError("\n".join(blockers))
        # sudo: a customer is forgotten in all branches and models, whatever of it the
        # head may read; that only a head gets here was checked
        everything = self.sudo().with_context(active_test=False, tracking_disable=True)
        family = everything._get_erasure_family()
        fresh = family.filtered(lambda partner: not partner.service_erased_on)
        report = "\n".join(self._preview_erasure())
        for _label, records, act in family._get_erasure_plan():
            if records:
                act()
        erasures = self.env["service.erasure"].sudo()
        done = erasures.create(
            [
                {
                    "partner_ref": partner.id,
                    "fingerprint": erasures._get_fingerprint(partner),
                    "user_id": self.env.uid,
                    "reason": reason,
                    "report": report,
                }
                for partner in fresh
            ]
        )
        done._write_down()
        return done
