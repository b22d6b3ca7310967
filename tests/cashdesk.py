"""A cash desk of its own, as the people of the running server use it."""

import uuid

from .client import Refused

ORDER, PAYMENT, LINE = "service.order", "account.payment", "service.order.line"
DIALOG = "service.cash.payment"
POSTED = ["in_process", "paid"]


class CashDesk:
    """``cashier`` receives and pays, ``head`` voids, ``admin`` keeps the books."""

    def __init__(self, as_user, **values):
        self.admin, self.head = as_user("admin"), as_user("head")
        self.cashier = as_user("desk")
        (self.branch,) = self.head.call(
            "service.branch", "search", [["code", "=", "WA"]]
        )
        (branch,) = self.head.call(
            "service.branch", "read", [self.branch], ["company_id"], load=None
        )
        self.company = branch["company_id"]
        self.id, self.account = self.make(**values)
        (self.device_type,) = self.cashier.call(
            "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
        )
        (self.work,) = self.admin.call(
            "product.product",
            "create",
            [{"name": "Work", "type": "service", "list_price": 100, "taxes_id": []}],
        )

    # what people do

    def make(self, **values):
        code = uuid.uuid4().hex[:5].upper()
        (account,) = self.admin.call(
            "account.account",
            "create",
            [{"name": code, "code": f"9{code}", "account_type": "asset_cash"}],
        )
        (gain,) = self.admin.call(
            *("account.account", "search"),
            [
                ["account_type", "=", "income_other"],
                ["company_ids", "=", self.company],
            ],
            limit=1,
        )
        (loss,) = self.admin.call(
            *("account.account", "search"),
            [
                ["account_type", "=", "expense"],
                ["company_ids", "=", self.company],
            ],
            limit=1,
        )
        (desk,) = self.admin.call(
            "account.journal",
            "create",
            [
                {
                    "name": f"Desk {code}",
                    "code": code,
                    "type": "cash",
                    "sequence": 90,
                    "default_account_id": account,
                    "profit_account_id": gain,
                    "loss_account_id": loss,
                    "is_service_desk": True,
                    "service_branch_ids": [[6, 0, [self.branch]]],
                    **values,
                }
            ],
        )
        return desk, account

    def take_in(self, count=1, price=100):
        """New orders with a work each."""
        line = {"product_id": self.work, "price_unit": price}
        return self.cashier.call(
            ORDER,
            "create",
            [
                {
                    "branch_id": self.branch,
                    "partner_phone": f"+48 {600000000 + uuid.uuid4().int % 99999999}",
                    "partner_name": "Nowa Klientka",
                    "serial": uuid.uuid4().hex,
                    "device_type_id": self.device_type,
                    "fault": "Does not switch on",
                    "line_ids": [[0, 0, line]],
                }
                for _each in range(count)
            ],
        )

    def dialog(self, order, amount=100, back=False, who=None):
        """The dialog of a payment or a refund, filled in."""
        values = {
            "order_id": order,
            "journal_id": self.id,
            "amount": amount,
            "payment_type": "outbound" if back else "inbound",
        }
        return (who or self.cashier).call(DIALOG, "create", [values])

    def press(self, dialog, who=None):
        return (who or self.cashier).twin().call(DIALOG, "action_pay", dialog)

    def pay(self, order, amount=100, back=False, who=None):
        return self.press(self.dialog(order, amount, back, who), who)

    def expense(self, amount, desk=None, **values):
        """A draft expense order: fuel."""
        (purpose,) = self.admin.call(
            *("service.cash.purpose", "search"),
            [["name", "=", "Fuel"], ["company_id", "=", False]],
            limit=1,
        )
        (payment,) = self.cashier.call(
            PAYMENT,
            "create",
            [
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "journal_id": desk or self.id,
                    "amount": amount,
                    "cash_purpose_id": purpose,
                    "cash_basis": "Ticket 17",
                    **values,
                }
            ],
        )
        return payment

    def post(self, payment, who=None):
        return (who or self.cashier).twin().call(PAYMENT, "action_cash_post", [payment])

    def void(self, payment, reason="Mistake", who=None):
        values = {"payment_id": payment, "reason": reason}
        head = who or self.head
        dialog = head.call("service.cash.void", "create", [values])
        return head.twin().call("service.cash.void", "action_void", dialog)

    def open_shift(self, counted=0.0):
        values = {"journal_id": self.id, "opening_counted": counted}
        return self.cashier.call("service.cash.shift", "create", [values])

    # what is there

    def payments(self, *domain, names=("amount", "payment_type", "state", "name")):
        domain = [["journal_id", "=", self.id], *domain]
        return self.admin.call(PAYMENT, "search_read", domain, list(names), load=None)

    def posted(self, *domain):
        return self.payments(["state", "in", POSTED], *domain)

    def balance(self, desk=None):
        (values,) = self.head.call(
            "account.journal", "read", [desk or self.id], ["service_balance"]
        )
        return round(values["service_balance"], 2)

    def total(self, *domain):
        """What posted journal items come to."""
        domain = [["parent_state", "=", "posted"], *domain]
        ((group),) = self.admin.call(
            "account.move.line",
            "formatted_read_group",
            domain,
            [],
            ["balance:sum"],
        )
        return round(group["balance:sum"] or 0.0, 2)

    def check(self, orders=()):
        """Desk, journal and ledger are one number; no number is missing or double."""
        came = sum(
            p["amount"] * (1 if p["payment_type"] == "inbound" else -1)
            for p in self.posted()
        )
        facts = {
            "desk": self.balance(),
            "ledger": self.total(["account_id", "=", self.account]),
            "journal": self.total(
                ["journal_id", "=", self.id], ["account_id", "=", self.account]
            ),
            "papers": round(came, 2),
        }
        assert len(set(facts.values())) == 1, facts
        assert self.total() == 0, "the trial balance balances"
        assert self.total(["journal_id", "=", self.id]) == 0
        self.check_numbers()
        for order in orders:
            self.check_order(order)
        return facts["desk"]

    def check_numbers(self):
        """Each direction and year counts from 1 on, one by one."""
        series = {}
        for payment in self.posted():
            prefix, _slash, number = payment["name"].rpartition("/")
            series.setdefault(prefix, []).append(int(number))
        for prefix, numbers in series.items():
            wanted = list(range(1, len(numbers) + 1))
            assert sorted(numbers) == wanted, (prefix, sorted(numbers))

    def check_order(self, order):
        """Paid is what was received for it less what was given back."""
        (values,) = self.head.call(
            ORDER, "read", [order], ["amount_paid", "amount_due", "amount_total"]
        )
        papers = self.admin.call(
            *(PAYMENT, "search_read"),
            [["service_order_id", "=", order], ["state", "in", POSTED]],
            ["amount", "payment_type"],
        )
        paid = sum(
            p["amount"] * (1 if p["payment_type"] == "inbound" else -1) for p in papers
        )
        assert values["amount_paid"] == paid, (values, papers)
        assert values["amount_due"] == values["amount_total"] - paid
        return paid


def sentences(answers):
    """The refusals among answers, as texts."""
    return [str(each) for each in answers if isinstance(each, Refused)]
