from odoo.fields import Command

from odoo.addons.service_center.tests.common import ServiceCommon


class CashCommon(ServiceCommon):
    """A desk at the branch, a cashier, a controller, an order to pay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cash = "service_center_cash.service_center_cash_group_"
        cls.cashier = cls._create_user("cashier", "manager", cls.branch)
        cls.cashier.group_ids += cls.env.ref(cash + "cashier")
        cls.controller = cls._create_user("controller", "manager", cls.branch)
        cls.controller.group_ids += cls.env.ref(cash + "controller")
        cls.desk_journal = cls._create_desk("Desk", "K1", cls.branch)
        cls.order = cls._create_order(
            line_ids=[Command.create({"product_id": cls.work.id})]
        )

    @classmethod
    def _create_desk(cls, name, code, branch, **vals):
        account = cls.env["account.account"].create(
            {"name": name, "code": f"DESK{code}", "account_type": "asset_cash"}
        )
        return cls.env["account.journal"].create(
            {
                "name": name,
                "code": code,
                "type": "cash",
                "default_account_id": account.id,
                "is_service_desk": True,
                "service_branch_ids": [Command.set(branch.ids)],
                **vals,
            }
        )

    @classmethod
    def _create_cashier(cls, login, branch):
        user = cls._create_user(login, "manager", branch)
        user.group_ids += cls.cashier.group_ids
        return user

    @classmethod
    def _set_transit(cls):
        cls.transit = cls.env["account.account"].create(
            {
                "name": "Transit",
                "code": "TRA1",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        cls.env.company.transfer_account_id = cls.transit

    def _write_transfer(self, to, amount, user=None, **vals):
        return (
            self.env["service.cash.transfer"]
            .with_user(user or self.cashier)
            .create(
                {
                    "journal_id": self.desk_journal.id,
                    "desk_to": str(to.id),
                    "amount": amount,
                    **vals,
                }
            )
        )

    def _pay(self, amount=None, order=None, user=None, **kwargs):
        order = (order or self.order).with_user(user or self.cashier)
        return order._pay(
            self.desk_journal, order.amount_due if amount is None else amount, **kwargs
        )

    def _pay_for(self, amounts):
        """One payment for several orders, or invoices: a dictionary to the amounts."""
        field = {"service.order": "order_id", "account.move": "invoice_id"}
        payment = (
            self.env["account.payment"]
            .with_user(self.cashier)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.customer.id,
                    "journal_id": self.desk_journal.id,
                    "amount": sum(amounts.values()),
                    "allocation_ids": [
                        Command.create({field[paid._name]: paid.id, "amount": amount})
                        for paid, amount in amounts.items()
                    ],
                }
            )
        )
        payment.action_cash_post()
        return payment

    def _get_ledger(self, desk=None):
        desk = desk or self.desk_journal
        return sum(
            self.env["account.move.line"]
            .search(
                [
                    ("account_id", "=", desk.default_account_id.id),
                    ("parent_state", "=", "posted"),
                ]
            )
            .mapped("balance")
        )
