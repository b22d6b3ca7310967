"""Acts that only our order has: scans, phones, the home screen, receipts, renaming."""

from papers import PAPERS, print_papers

MANY = 10_000


class Finding:
    """Measured like the others; the peer has nothing to put beside them."""

    def __init__(self, subject):
        self.subject = subject

    def get(self):
        """``{what it is called: (operation, divisor of its numbers)}``"""
        return {
            "scan a code": (self.scan("code"), 1),
            "scan a serial": (self.scan("serial"), 1),
            "scan something unknown": (self.scan("nothing"), 1),
            "offer orders by a whole number": (self.offer, 1),
            "find a customer by phone at intake": (self.find_customer, 1),
            "offer customers by phone": (self.offer_customers, 1),
            "home screen": (self.home, 1),
            f"rename a customer of {MANY} orders": (self.rename, 1),
            f"{PAPERS} intake receipts in one PDF": (
                print_papers(self.subject, "service_center.report_intake"),
                1,
            ),
        }

    def scan(self, kind):
        def act(env, meter):
            order = env[self.subject.model].browse(self.subject.recent_id)
            code = "404404" if kind == "nothing" else order[kind]
            meter.start()
            env["service.scan"].resolve(code)

        return act

    def offer(self, env, meter):
        meter.start()
        env[self.subject.model].name_search(self.subject.number, limit=8)

    def find_customer(self, env, meter):
        meter.start()
        env["res.partner"]._find_by_phones([self.subject.base.dialled])

    def offer_customers(self, env, meter):
        meter.start()
        env["res.partner"].name_search(self.subject.base.dialled, limit=8)

    def home(self, env, meter):
        meter.start()
        env["service.home"].get_home()

    def rename(self, env, meter):
        """The orders are given to one customer first; all of it is undone."""
        customer = self.subject.base.customer_id
        env.cr.execute(
            "UPDATE service_order SET partner_id = %s WHERE id IN "
            "(SELECT id FROM service_order ORDER BY id LIMIT %s)",
            [customer, MANY],
        )
        partner = env["res.partner"].browse(customer)
        meter.start()
        partner.name = "Another Name"
