"""Install our addons, work with them, take them away again: what is left?

Run inside Odoo's shell by ``./sc test``, on a database that has ``service_center``
alone with its demo data. What the database looked like before is what it has to look
like when the other addons are gone; and every order reads as it did with them.
Prints ``ok`` and a name for each check, or ``FAILED`` with what is wrong.
"""

import itertools
import sys

from lxml import etree

from odoo import api, modules
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.safe_eval import datetime, safe_eval, time

from odoo.addons.base.models.ir_module import IrModuleModule

sys.path.insert(0, "tests/uninstall")

from life import Life  # noqa: E402

# what has to have happened to the orders
WANTED = {
    *("short", "reserved", "issued", "used", "removed", "claimed", "sent"),
    *("paid", "earned", "audited"),
}
# what an addon brings along beside its models, and what tells one from another
RECORDS = {
    "ir.model": "model",
    "ir.model.access": "name",
    "ir.rule": "name",
    "ir.ui.menu": "complete_name",
    "ir.ui.view": "name",
    "ir.actions.actions": "name",
    "ir.cron": "cron_name",
    "ir.sequence": "code",
    "ir.config_parameter": "key",
    "res.groups": "full_name",
    "res.groups.privilege": "name",
    "mail.activity.type": "name",
    "mail.message.subtype": "name",
    "mail.template": "name",
    "report.paperformat": "name",
    "ir.filters": "name",
    "ir.asset": "name",
}
SCHEMA = {
    "column": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public'""",
    "index": "SELECT tablename || ' ' || indexname FROM pg_indexes"
    " WHERE schemaname = 'public'",
    "constraint": """
        SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace""",
    # not those of numbers, which new warehouses have as well
    "sequence": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
    " AND sequencename NOT LIKE 'ir_sequence_%'",
    "trigger": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    "function": """
        SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "view": "SELECT viewname FROM pg_views WHERE schemaname = 'public'",
}
MAIN = "service_center.service_branch_main"
LINE = ("name", "kind", "quantity", "price_unit", "discount", "payer", "price_total")
ORDER = ("name", "stage_id", "partner_id", "engineer_id", "amount_total", "date_issued")


class Leftovers:
    """One database on its way from one addon to all of them and back."""

    def __init__(self, env):
        self.env, self.database, self.gone = env, env.cr.dbname, []

    def renew(self):
        """After modules changed: the models as they are now."""
        self.env.cr.commit()
        registry = modules.registry.Registry(self.database)
        self.env.cr.close()
        self.env = api.Environment(registry.cursor(), api.SUPERUSER_ID, {})

    def say(self, name, problems=()):
        problems = list(problems)
        if problems:
            shown = "; ".join(map(str, problems[:40]))
            sys.stdout.write(f"FAILED {name}: {shown}\n")
        else:
            sys.stdout.write(f"ok {name}\n")

    # what a database consists of

    def get_schema(self):
        found = set()
        for kind, query in SCHEMA.items():
            self.env.cr.execute(query)
            found |= {f"{kind} {row[0]}" for row in self.env.cr.fetchall()}
        return found

    def get_records(self):
        found = set()
        for model, name in RECORDS.items():
            records = self.env[model].with_context(active_test=False, lang=None)
            if model == "ir.actions.actions":
                rows = records.search([]).mapped(lambda r: (r.type, r.name, r.id))
            else:
                rows = records.search([]).mapped(lambda r, n=name: (r[n], r.id))
            found |= {(model, *row) for row in rows}
        # what new warehouses bring along, and what Odoo's settings page writes when it
        # is saved, is Odoo's own
        settings = {("ir.config_parameter", name) for name in self.get_odoo_settings()}
        found = {
            row
            for row in found
            if row[:2] != ("ir.sequence", False) and row[:2] not in settings
        }
        fields = self.env["ir.model.fields"].search([])
        return found | {("field", f.model, f.name) for f in fields}

    def get_odoo_settings(self):
        """Parameters behind the settings of Odoo's own addons."""
        fields = self.env["res.config.settings"]._fields.values()
        return {
            field.config_parameter
            for field in fields
            if getattr(field, "config_parameter", None)
            and not (field._module or "").startswith("service_center")
        }

    def get_orders(self):
        """What people know of an order: as its head reads it."""
        orders = self.env["service.order"].search([], order="id")
        return {
            order.name: (
                order.read(ORDER, load=False),
                order.line_ids.read(LINE, load=False),
            )
            for order in orders.with_context(lang="en_US")
        }

    # the way

    def install(self, names):
        found = self.env["ir.module.module"].search([("name", "in", names)])
        found.button_immediate_install()
        self.renew()

    def uninstall(self, name):
        found = self.env["ir.module.module"].search([("name", "=", name)])
        found.button_immediate_uninstall()
        self.renew()
        self.gone.append(name)

    # what has to hold afterwards

    def check_orders(self, after, before):
        now = self.get_orders()
        self.say(
            f"orders read as before, {after} gone",
            (
                f"{name}: {before[name]} became {now.get(name)}"
                for name in before
                if before[name] != now.get(name)
            ),
        )

    def check_screens(self, after):
        """Everybody opens every order in every view, and searches by every filter."""
        problems = []
        for login in ("admin", "head", "manager", "desk", "engineer"):
            user = self.env["res.users"].search([("login", "=", login)])
            orders = self.env["service.order"].with_user(user)
            try:
                for kind in ("form", "list", "kanban"):
                    arch = etree.fromstring(
                        orders.get_views([(False, kind)])["views"][kind]["arch"]
                    )
                    orders.search([]).web_read(self.get_fields(orders, arch))
                for context in self.get_filters(orders):
                    orders.search(context, limit=1)
                self.env["service.home"].with_user(user).get_home()
                self.env["ir.ui.menu"].with_user(user).load_menus(False)
            except Exception as error:  # noqa: BLE001
                problems.append(f"{login}: {type(error).__name__} {error}")
                self.env.cr.rollback()
        self.say(f"everybody opens orders, {after} gone", problems)

    def get_fields(self, model, arch):
        """The specification that the web client reads a view's fields by."""
        wanted = {}
        for node in arch.iter("field"):
            if any(up.tag == "field" for up in node.iterancestors()):
                continue
            field = model._fields.get(node.get("name"))
            if field is None:
                raise LookupError(node.get("name"))
            inside = node.xpath("./list|./kanban|./form")
            wanted[field.name] = {}
            if inside:
                wanted[field.name] = {
                    "fields": self.get_fields(model.env[field.comodel_name], inside[0])
                }
        return wanted

    def get_filters(self, orders):
        arch = etree.fromstring(
            orders.get_views([(False, "search")])["views"]["search"]["arch"]
        )
        names = {
            "uid": orders.env.uid,
            "context_today": datetime.datetime.now,
            "datetime": datetime,
            "time": time,
        }
        for node in arch.iter("filter"):
            if node.get("domain"):
                try:
                    yield safe_eval(node.get("domain"), names)
                except Exception:
                    continue

    def get_papers(self):
        """Of each of the core's documents the first two orders that it can be for."""
        reports = self.env["ir.actions.report"].search(
            [
                ("model", "=", "service.order"),
                ("report_name", "=like", "service\\_center.%"),
            ]
        )
        orders = self.env["service.order"].search([], order="id", limit=12)
        return {
            (report, order)
            for name in reports.mapped("report_name")
            for report, order in itertools.islice(
                ((name, order.name) for order in orders if self.prints(name, order)), 2
            )
        }

    def prints(self, name, order):
        try:
            reports = self.env["ir.actions.report"]
            return bool(reports._render_qweb_html(name, order.ids))
        except UserError:  # this paper is not for this order
            return False

    def check_papers(self, after, before):
        orders = self.env["service.order"]
        try:
            problems = [
                paper
                for paper in before
                if not self.prints(paper[0], orders.search([("name", "=", paper[1])]))
            ]
        except Exception as error:  # noqa: BLE001
            problems = [error]
            self.env.cr.rollback()
        self.say(f"orders print as before, {after} gone", problems)

    def check_work_goes_on(self, after):
        """Orders with parts are finished, and new ones come in."""
        problems = []
        head = self.env.ref("service_center.user_head")
        orders = self.env["service.order"].with_user(head)
        part = self.env.ref("service_center.product_part_glass")
        try:
            order = orders.search(
                [
                    ("state", "=", "in_progress"),
                    ("branch_id", "=", self.env.ref(MAIN).id),
                ],
                limit=1,
            )
            order.line_ids = [
                Command.create({"product_id": part.id, "quantity": 2, "price_unit": 5})
            ]
            order.write({"diagnosis": "Glass", "result": "New glass"})
            order.action_done()
            if order.state != "done":
                problems.append(f"{order.name} is {order.state}")
            self.env.flush_all()
        except Exception as error:  # noqa: BLE001
            problems.append(repr(error))
        self.env.cr.rollback()
        self.say(f"work goes on, {after} gone", problems)

    def check_stock(self):
        """No part is kept for what nobody can see any more."""
        self.env.cr.execute(
            "SELECT reference FROM stock_move WHERE picking_id IS NULL"
            " AND state NOT IN ('done', 'cancel') AND location_id IN"
            " (SELECT id FROM stock_location WHERE usage = 'internal')"
        )
        self.say("no part is kept for nobody", self.env.cr.fetchall())

    def check_dangling(self, after):
        """Nothing points at a model that is gone."""
        problems = []
        for model, field in (
            ("ir.actions.act_window", "res_model"),
            ("ir.actions.report", "model"),
            ("ir.ui.view", "model"),
            ("ir.attachment", "res_model"),
            ("mail.message", "model"),
            ("mail.activity", "res_model"),
            ("mail.followers", "res_model"),
            ("mail.activity.type", "res_model"),
            ("ir.exports", "resource"),
        ):
            if model not in self.env:
                continue
            rows = (
                self.env[model]
                .with_context(active_test=False)
                ._read_group([(field, "!=", False)], [field], ["__count"])
            )
            problems += [
                f"{model}: {count} of {name}"
                for name, count in rows
                if name not in self.env
            ]
        data = self.env["ir.model.data"].search([("module", "in", self.gone)])
        problems += data.mapped("complete_name")
        self.say(f"nothing points at what is gone, {after} gone", problems)


def main(env, addons):
    """There and back; ``addons`` in an order in which they can be installed."""
    # Odoo would read the manifests of all its modules each time, twice per addon: on
    # this disk nothing changes meanwhile
    IrModuleModule.update_list = lambda modules: [0, 0]
    left = Leftovers(env)
    schema, records = left.get_schema(), left.get_records()
    left.install(addons)
    done = Life(left.env).live()
    left.env.cr.commit()
    left.say("the addons were used", WANTED - set(done))
    orders, papers = left.get_orders(), left.get_papers()
    for name in reversed(addons):
        left.uninstall(name)
        left.check_orders(name, orders)
        left.check_screens(name)
        left.check_papers(name, papers)
        left.check_work_goes_on(name)
        left.check_dangling(name)
    left.check_stock()
    left.say("the database is as it was", sorted(left.get_schema() ^ schema))
    changed = sorted(map(str, left.get_records() ^ records))
    left.say("views, rules, jobs and menus are as they were", changed)
    left.env.cr.close()
