"""What both kinds of order share: customers, parts, people, dates."""

from odoo.fields import Command

PARTNERS = 200_000
OPEN = 1000  # orders in the centre, added with every filling
DAYS = 3 * 365
FIRST = ("Анна", "Пётр", "Мария", "Иван", "Zofia", "Tomasz", "Дарина", "Ольга")
LAST = ("Крылова", "Wrona", "Новак", "Lipiec", "Сеитов", "Мельник", "Павлюк")
GROUPS = (
    "service_center.service_center_group_manager",
    "service_center.service_center_group_engineer",
    "stock.group_stock_user",
    "sales_team.group_sale_salesman_all_leads",
    "product.group_product_manager",
)


class Base:
    """A company with customers and a price list; the people who work there."""

    counter = 0

    def __init__(self, env, filler):
        env.company.country_id = env.ref("base.ru")
        self.make_people(env)
        self.make_parts(env, filler)
        self.make_partners(env, filler)

    def make_people(self, env):
        users = env["res.users"].create(
            [
                {
                    "name": f"Person {number}",
                    "login": f"person{number}",
                    "email": f"person{number}@example.com",
                    "group_ids": [Command.set([env.ref(each).id for each in GROUPS])],
                }
                for number in range(10)
            ]
        )
        env["service.branch"].search([]).user_ids = users
        self.user_ids, self.user_id = users.ids, users[0].id

    def make_parts(self, env, filler):
        parts = env["product.product"].create(
            [
                {"name": f"Part {number}", "is_storable": True, "list_price": 100}
                for number in range(1000)
            ]
        )
        self.part_ids = parts.ids

    def make_partners(self, env, filler):
        partner = env["res.partner"].create(
            {"name": "Template", "phone": "+7 912 000-00-00"}
        )
        name = self.name_of("n", of_partner=True)
        self.partner_base = filler.copy(
            *("res_partner", partner.id, PARTNERS),
            name=name,
            complete_name=name,
            commercial_partner_id="NULL",
            phone=self.phone_text("n"),
            phone_sanitized="'+7912' || lpad(n::text, 7, '0')",
        )
        filler.cr.execute("ANALYZE res_partner")  # else each row is checked by a scan
        filler.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id "
            "WHERE commercial_partner_id IS NULL"
        )
        self.customer_id = self.partner_base + 1235
        self.customer, self.phone = filler.row(
            f"SELECT name, phone FROM res_partner WHERE id = {self.customer_id}"
        )
        self.dialled = self.phone.replace("+7 ", "8")

    # SQL for the number n of an order, beginning with 1

    def index(self, n):
        """The customer's number: 1 to PARTNERS."""
        return f"(1 + ({n}) % {PARTNERS})"

    def partner(self, n):
        return f"{self.partner_base} + {self.index(n)}"

    def name_of(self, n, of_partner=False):
        index = n if of_partner else self.index(n)
        first = self.pick(FIRST, index)
        last = self.pick(LAST, f"{index} / 8")
        return f"{last} || ' ' || {first} || ' ' || {index}"

    def phone_of(self, n):
        return self.phone_text(self.index(n))

    def digits_of(self, n):
        return f"'7912' || lpad(({self.index(n)})::text, 7, '0')"

    def phone_text(self, index):
        digits = f"lpad(({index})::text, 7, '0')"
        return (
            f"'+7 912 ' || substr({digits}, 1, 3) || '-' || substr({digits}, 4, 2) "
            f"|| '-' || substr({digits}, 6, 2)"
        )

    def user(self, n):
        return f"{self.user_ids[0]} + ({n}) % {len(self.user_ids)}"

    def part(self, n):
        return f"{self.part_ids[0]} + ({n}) % {len(self.part_ids)}"

    def date(self, n, count, kind):
        """Old orders over three years, open ones over the last ten days."""
        days = 10 if kind == "open" else DAYS
        return (
            f"now() at time zone 'utc' - interval '1 day' * ({days} * "
            f"(1 - ({n})::float / {count}) + {0 if kind == 'open' else 10})"
        )

    def kinds(self, count):
        """The old ones first, as they came."""
        return (("closed", count - OPEN), ("open", OPEN))

    def pick(self, names, number):
        texts = ", ".join(f"'{name}'" for name in names)
        return f"(ARRAY[{texts}])[1 + ({number}) % {len(names)}]"
