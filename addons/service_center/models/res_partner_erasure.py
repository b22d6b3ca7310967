from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

HEAD = "service_center.service_center_group_head"
MANAGER = "service_center.service_center_group_manager"


class ResPartner(models.Model):
    """Forgetting a customer: who may be forgotten, what is done, and doing it.

    What is done stands in ``res_partner_erasure_plan.py``: one plan for the preview and
    for the work.
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
                    "An employee, a company or a branch of this database is no "
                    "customer: %(names)s.",
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

    # Doing it

    def _preview_erasure(self):
        """Lines of text: what would be done, and to how many records."""
        # sudo: counts alone, of all branches and models, as they will be forgotten
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
        self.check_access("write")  # not those of a company that is not his
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
        # sudo: nobody may write the list of erasures, this alone does
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
