"""Five branches and who works there; machines, parts and prices."""

import functools

from .outside import Gateway, Printer
from .person import GATEWAY_SECRET, Person

ROLES = ("desk", "engineer", "keeper", "manager", "engineer")
NEW_BRANCHES = (("GD", "Gdańsk"), ("LV", "Львів"))
PARTS = 12
PLENTY = 100_000
GROUPS = {
    "desk": (
        "service_center.service_center_group_manager",
        "service_center_cash.service_center_cash_group_cashier",
    ),
    "manager": (
        "service_center.service_center_group_manager",
        "service_center_cash.service_center_cash_group_cashier",
    ),
    "engineer": ("service_center.service_center_group_engineer",),
    "keeper": (
        "service_center_stock.service_center_stock_group_storekeeper",
        "purchase.group_purchase_user",
    ),
}


class Company:
    """The demo company, grown to five branches; set up over the wire as a head does."""

    def __init__(self, house, meter, people=25):
        self.house, self.meter = house, meter
        self.gateway = Gateway()
        self.mail_port = house.options["smtp_port"]
        self.admin = self._person("admin")
        self.head = self._person("head", "head")
        self.set_up = functools.partial(self._call, self.admin)
        self.branches, self.people, self.printers = [], [], []
        self._make_branches()
        self._make_people(people)
        self._make_desks()
        self._make_parts()
        self._make_texts()
        self._make_letters()
        self._make_printers()
        self._make_addresses()
        for person in self.people:
            person.log_in()
            person.open_client()

    def close(self):
        self.gateway.hanging.clear()
        self.gateway.close()
        for printer in self.printers:
            printer.close()

    def _person(self, login, role="", branch=None):
        person = Person(self.house, self.meter, login, role, branch)
        return person.log_in() if login in ("admin", "head") else person

    def _call(self, who, model, method, *args, **kwargs):
        return who.write("setting up", model, method, *args, **kwargs)

    def _find(self, model, *domain, **options):
        return self.set_up(model, "search", list(domain), **options)

    def _ref(self, name):
        module, _dot, name = name.partition(".")
        (found,) = self.set_up(
            "ir.model.data",
            "search_read",
            [["module", "=", module], ["name", "=", name]],
            ["res_id"],
        )
        return found["res_id"]

    def _make_branches(self):
        country = self._ref("base.pl")
        for code, name in NEW_BRANCHES:
            (partner,) = self.set_up(
                "res.partner",
                "create",
                [{"name": f"Fixwise {name}", "country_id": country}],
            )
            values = {"name": name, "code": code, "partner_id": partner}
            self.set_up("service.branch", "create", [values])
        found = self.set_up(
            "service.branch",
            "search_read",
            [],
            ["code", "name", "warehouse_id", "company_id", "parts_steps"],
            order="id",
            load=None,
        )
        for branch in found[:5]:
            (house,) = self.set_up(
                "stock.warehouse",
                "read",
                [branch["warehouse_id"]],
                ["lot_stock_id", "in_type_id"],
                load=None,
            )
            self.branches.append({**branch, **house, "id": branch["id"]})

    def _make_people(self, count):
        groups = {
            role: [self._ref(name) for name in names] for role, names in GROUPS.items()
        }
        values = []
        for number in range(count):
            branch = self.branches[number % len(self.branches)]
            role = ROLES[number // len(self.branches) % len(ROLES)]
            login = f"{role}.{branch['code'].lower()}.{number}"
            self.people.append(self._person(login, role, branch))
            values.append(
                {
                    "name": login,
                    "login": login,
                    "password": login,
                    "email": f"{login}@fixwise.example.com",
                    "group_ids": [[6, 0, groups[role]]],
                    "company_ids": [[6, 0, [branch["company_id"]]]],
                    "company_id": branch["company_id"],
                }
            )
        users = self.set_up(
            "res.users", "create", values, context={"no_reset_password": True}
        )
        for branch in self.branches:
            mine = [
                [4, user]
                for user, person in zip(users, self.people, strict=True)
                if person.branch == branch
            ]
            self.set_up("service.branch", "write", [branch["id"]], {"user_ids": mine})

        # where a branch has nobody in a role, the head stands in for him: he buys, too
        buyer = [[4, self._ref("purchase.group_purchase_user")]]
        self.set_up("res.users", "write", [self.head.uid], {"group_ids": buyer})

    def _make_desks(self):
        """A cash desk and an open shift per branch."""
        (company,) = {branch["company_id"] for branch in self.branches}
        gain, loss = (
            self._find(
                "account.account",
                ["account_type", "=", kind],
                ["company_ids", "=", company],
                limit=1,
            )[0]
            for kind in ("income_other", "expense")
        )
        for branch in self.branches:
            (account,) = self.set_up(
                "account.account",
                "create",
                [
                    {
                        "name": f"Money {branch['code']}",
                        "code": f"98{branch['id']:03}",
                        "account_type": "asset_cash",
                    }
                ],
            )
            (branch["desk"],) = self.set_up(
                "account.journal",
                "create",
                [
                    {
                        "name": f"Day Desk {branch['code']}",
                        "code": f"Y{branch['code']}",
                        "type": "cash",
                        "sequence": 1,
                        "default_account_id": account,
                        "profit_account_id": gain,
                        "loss_account_id": loss,
                        "is_service_desk": True,
                        "service_branch_ids": [[6, 0, [branch["id"]]]],
                    }
                ],
            )

    def _make_parts(self):
        (vendor,) = self.set_up("res.partner", "create", [{"name": "Parts & Sons"}])
        self.parts = self.set_up(
            "product.product",
            "create",
            [
                {
                    "name": f"Day part {number}",
                    "is_storable": True,
                    "list_price": 40 + 7 * number,
                    "standard_price": 10 + number,
                    "seller_ids": [[0, 0, {"partner_id": vendor, "price": 9}]],
                }
                for number in range(PARTS)
            ],
        )
        self.works = self.set_up(
            "product.product",
            "create",
            [
                {"name": f"Day work {number}", "type": "service", "list_price": price}
                for number, price in enumerate((60, 90, 150))
            ],
        )
        context = {"inventory_mode": True}
        quants = self.set_up(
            "stock.quant",
            "create",
            [
                {
                    "product_id": part,
                    "location_id": branch["lot_stock_id"],
                    "inventory_quantity": PLENTY,
                }
                for branch in self.branches
                for part in self.parts[1:]  # the first one has to be bought
            ],
            context=context,
        )
        self.set_up("stock.quant", "action_apply_inventory", quants, context=context)
        kinds = self.set_up(
            "service.device.type", "search_read", [], ["intake_photo_count"]
        )
        self.plain = [k["id"] for k in kinds if not k["intake_photo_count"]][0]
        self.signed = [k["id"] for k in kinds if k["intake_photo_count"]][0]

    def _make_texts(self):
        (company,) = {branch["company_id"] for branch in self.branches}
        others = self._find("service.sms.provider")
        self.set_up("service.sms.provider", "write", others, {"active": False})
        (provider,) = self.set_up(
            "service.sms.provider",
            "create",
            [
                {
                    "name": "Gateway of the day",
                    "url": f"{self.gateway.url}/send",
                    "body": "to={number}\ntext={text}\nid={id}\nkey={secret}",
                    "secret": GATEWAY_SECRET,
                    "ref_rule": "id",
                    "status_rule": "status",
                    "rate": 0,
                    "success_words": "ok",
                    "duplicate_words": "duplicate",
                    "timeout": 5,
                }
            ],
        )
        values = {
            "service_sms_provider_id": provider,
            "service_sms_day_limit": 0,
            "service_sms_quiet_from": 0,  # a day may be lived at night
            "service_sms_quiet_to": 0,
        }
        self.set_up("res.company", "write", [company], values)
        texts = self._find("service.sms.text", ["active", "in", [True, False]])
        self.set_up("service.sms.text", "write", texts, {"active": True})

    def _make_letters(self):
        """Customers with an address are written to when the work is done."""
        (model,) = self._find("ir.model", ["model", "=", "service.order"])
        (template,) = self.set_up(
            "mail.template",
            "create",
            [
                {
                    "name": "Ready",
                    "model_id": model,
                    "subject": "{{ object.name }}",
                    "body_html": "<p>Your device is ready.</p>",
                    "use_default_to": True,
                }
            ],
        )
        stages = self._find("service.stage", ["state", "=", "done"])
        values = {"mail_template_id": template}
        self.set_up("service.stage", "write", stages, values)

    def _make_printers(self):
        for name, value in (("networks", "127.0.0.1/32"), ("ports", "1-65535")):
            key = f"service_center_labels.{name}"
            self.set_up("ir.config_parameter", "set_param", key, value)
        (layout, *_more) = self._find("service.label.layout", ["kind", "=", "order"])
        for branch in self.branches:
            printer = Printer()
            self.printers.append(printer)
            (record,) = self.set_up(
                "service.label.printer",
                "create",
                [
                    {
                        "name": f"Labels {branch['code']}",
                        "host": "127.0.0.1",
                        "port": printer.port,
                        "timeout": 3,
                    }
                ],
            )
            values = {
                "layout_id": layout,
                "printer_id": record,
                "branch_id": branch["id"],
            }
            self.set_up("service.label.assignment", "create", [values])

    def _make_addresses(self):
        """A mail address of each branch."""
        (domain,) = self.set_up(
            "mail.alias.domain", "create", [{"name": "day.example.com"}]
        )
        for branch in self.branches:
            found = self._find("crm.team", ["service_branch_id", "=", branch["id"]])
            values = {
                "alias_domain_id": domain,
                "alias_name": f"day-{branch['code'].lower()}",
            }
            if found:
                self.set_up("crm.team", "write", found, values)
            else:
                values = {
                    **values,
                    "name": f"Requests {branch['name']}",
                    "service_branch_id": branch["id"],
                    "use_leads": True,
                }
                self.set_up("crm.team", "create", [values])
            branch["address"] = f"day-{branch['code'].lower()}@day.example.com"
