from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedAccess


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedAccess, AccessCase):
    """Who may do what with money: found out by trying, compared with the review."""

    @classmethod
    def _get_people(cls):
        people = super()._get_people()
        for name in ("cashier", "controller"):
            user = cls._create_user(f"matrix_{name}", "manager", cls.branch)
            user.group_ids += cls.env.ref(
                f"service_center_cash.service_center_cash_group_{name}"
            )
            people[name] = user
        return people

    def get_models(self):
        """What is kept; dialogs of one person are no secret of another."""
        kept = super().get_models()
        return [
            name
            for name in kept
            if not self.env[name]._transient and self.env[name]._auto
        ]

    def _get_reference(self, model, place):
        if model == "account.journal":
            return self._get_desk(place).id
        if model == "account.account":
            return self._get_desk(place).default_account_id.id
        if model == "account.payment":
            return self._make_payment(place).id
        return super()._get_reference(model, place)

    def _get_desk(self, place):
        key = "desk", place.name
        if key not in self._records:
            self._records[key] = self._make_desk(place)
        return self._records[key].with_env(self.env)

    def _make_desk(self, place):
        company = place.branch.company_id
        code = f"M{len(self.env['account.journal'].search([]))}"
        env = self.env(context={"allowed_company_ids": company.ids})
        account = env["account.account"].create(
            {"name": code, "code": f"DESK{code}", "account_type": "asset_cash"}
        )
        return env["account.journal"].create(
            {
                "name": code,
                "code": code,
                "type": "cash",
                "company_id": company.id,
                "default_account_id": account.id,
                "is_service_desk": True,
                "service_branch_ids": [Command.set(place.branch.ids)],
            }
        )

    def _make_payment(self, place):
        desk = self._get_desk(place)
        return (
            self.env["account.payment"]
            .with_company(desk.company_id)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.customer.id,
                    "journal_id": desk.id,
                    "amount": 5,
                }
            )
        )

    def _values_service_cash_allocation(self, place):
        return {"amount": 1.0, "payment_id": self._make_payment(place).id}

    def _values_service_cash_shift(self, place):
        return {"journal_id": self._make_desk(place).id, "opening_counted": 0.0}

    def _values_service_cash_balance(self, place):
        return {"account_id": self._make_desk(place).default_account_id.id}

    def _values_service_fiscal_receipt(self, place):
        return {"payment_id": self._make_payment(place).id, "adapter": "none"}
