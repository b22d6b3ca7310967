"""``./sc bench --cash``: money received, beside Odoo's own wizard on an invoice."""

from base import Base
from ours import Service
from peer import Repair

from odoo.fields import Command

PEOPLE, ROWS = 50, 100_000  # a month of earnings
ENTRIES = {"1k": 1000, "100k": 100_000}  # of a desk
GROUPS = (
    "service_center_cash.service_center_cash_group_cashier",
    "account.group_account_invoice",
)


class CashBase(Base):
    """The same company with desks of different ages; its people are cashiers."""

    def make_people(self, env):
        super().make_people(env)
        groups = [env.ref(name).id for name in GROUPS]
        users = env["res.users"].browse(self.user_ids)
        users.group_ids = [Command.link(group) for group in groups]

    def make_desks(self, env, filler):
        self.desk_ids = {}
        for name, entries in {"": 0, **ENTRIES}.items():
            self.desk_ids[name] = self.make_desk(env, filler, name, entries)
        self.plain_id = self.make_desk(env, filler, "P", 0, is_service_desk=False)

    def make_desk(self, env, filler, name, entries, **values):
        account = env["account.account"].create(
            {"name": f"Desk {name}", "code": f"D{name}", "account_type": "asset_cash"}
        )
        desk = env["account.journal"].create(
            {
                "name": f"Desk {name}",
                "code": f"D{name}",
                "type": "cash",
                "default_account_id": account.id,
                "is_service_desk": True,
                **values,
            }
        )
        if values:  # as booking to the desk itself needs it
            methods = desk.inbound_payment_method_line_ids
            methods.payment_account_id = account
        if entries:
            payment = env["account.payment"].create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": env.company.partner_id.id,
                    "journal_id": desk.id,
                    "amount": 1,
                }
            )
            payment.action_post()
            env.flush_all()
            items = payment.move_id.line_ids
            item = items.filtered(lambda each: each.account_id == account)
            filler.copy(
                *("account_move_line", item.id, entries),
                date="current_date - 1 - n % 1000",
            )
            env.invalidate_all()
            env["service.cash.balance"]._fold(desk)
        return desk.id


class CashService(Service):
    """Our order, repaired and invoiced, paid at a desk."""

    def prepare(self, env):
        env["service.pay.rule"].search([]).active = False
        super().prepare(env)
        self.base.make_desks(env, self.base.filler)
        self.make_months(env, self.base.filler)

    def make_months(self, env, filler):
        """What fifty people earned in a month, copied from one row."""
        employees = env["hr.employee"].create(
            [{"name": f"Worker {number}"} for number in range(PEOPLE)]
        )
        employees[0].user_id = self.base.user_id
        rule = env["service.pay.rule"].create(
            {"name": "Parts, 10 %", "rate": 10, "line_kind": "part"}
        )
        order = env[self.model].create(self.values())
        order.write({"engineer_id": self.base.user_id, "diagnosis": "Broken"})
        order.action_start()
        order.action_done()
        row = env["service.earning"].search([("rule_id", "=", rule.id)], limit=1)
        months = env["service.pay.settlement"]
        months = months._find_open((each, row.date) for each in employees)
        ids = [months[each, row.date].id for each in employees]
        env.flush_all()
        people = ", ".join(map(str, employees.ids))
        filler.copy(
            *("service_earning", row.id, ROWS),
            line_id="NULL",
            line_key="-n",
            employee_id=f"(ARRAY[{people}])[1 + n % {PEOPLE}]",
            settlement_id=f"(ARRAY[{', '.join(map(str, ids))}])[1 + n % {PEOPLE}]",
            amount="n % 1000",
        )
        rule.active = False
        self.month_ids = ids

    def repair(self, env):
        """An order with its invoice, as it is before the customer pays."""
        order = env[self.model].create(self.values())
        order.write({"engineer_id": self.base.user_id, "diagnosis": "Broken screen"})
        order.action_start()
        order.action_done()
        order.action_create_invoice()
        invoice = order.sudo().invoice_ids
        invoice.filtered(lambda move: move.state == "draft").action_post()
        return order, invoice

    def pay(self, env, meter, invoiced=True):
        """From the dialog to the posted entry that settles the invoice."""
        order, invoice = self.repair(env)
        meter.start()
        dialog = env["service.cash.payment"].create(
            {"order_id": order.id, "journal_id": self.base.desk_ids[""]}
        )
        dialog.action_pay()
        env.flush_all()
        assert invoice.payment_state == "paid", invoice.payment_state


class CashPeer(Repair):
    """Odoo's wizard on the same invoice, at a journal that is no desk of ours."""

    def __init__(self, base, ours):
        super().__init__(base)
        self.ours = ours

    def pay(self, env, meter):
        _order, invoice = self.ours.repair(env)
        meter.start()
        wizard = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"journal_id": self.base.plain_id})._create_payments()
        env.flush_all()
        assert invoice.payment_state == "paid", invoice.payment_state


class CashActs:
    """What is measured of money; the wizard is put beside what it can do, too."""

    def __init__(self, subject, env):
        self.subject = subject

    def get(self):
        acts = {"receive a payment and settle the invoice": (self.subject.pay, 1)}
        if not isinstance(self.subject, CashService):
            return acts
        for name in ENTRIES:
            acts[f"balance of a desk with {name} entries"] = (self.balance(name), 1)
        acts[f"month of {PEOPLE} people over {ROWS} lines"] = (self.months, 1)
        acts["home screen of a cashier"] = (self.home, 1)
        return acts

    def balance(self, name):
        def act(env, meter):
            desk = env["account.journal"].browse(self.subject.base.desk_ids[name])
            meter.start()
            assert desk.service_balance > 0

        return act

    def months(self, env, meter):
        months = env["service.pay.settlement"].sudo().browse(self.subject.month_ids)
        meter.start()
        assert sum(months.mapped("balance")) > 0

    def home(self, env, meter):
        meter.start()
        env["service.home"].get_home()
