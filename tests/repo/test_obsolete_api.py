"""Odoo's API of earlier versions stays out of the addons.

Odoo 19 ignores some of it silently and refuses some of it only in the browser,
so it is searched for here. Each rule carries a sample of what it must find and
one of what it must leave alone.
"""

import re
from dataclasses import dataclass

import pytest

from .conftest import ROOT, addon_folders


@dataclass
class Rule:
    suffix: str  # of the files it applies to
    pattern: str
    instead: str
    wrong: str
    right: str


PY, XML, JS = ".py", ".xml", ".js"
RULES = [
    Rule(
        PY,
        r"\b_sql_constraints\b",
        "models.Constraint",
        '_sql_constraints = [("a", "unique(a)", "b")]',
        '_a_uniq = models.Constraint("unique(a)", "b")',
    ),
    Rule(
        PY,
        r"\bdef (name_get|_name_search|name_search)\b|\.name_get\(",
        "_compute_display_name, _search_display_name, _rec_names_search",
        "def name_get(self):",
        "def _compute_display_name(self):",
    ),
    Rule(
        PY,
        r"(?<!_)(?<!formatted_)\bread_group\(",
        "_read_group",
        'self.read_group([], ["a"], ["b"])',
        'self._read_group([], ["a"], ["b:sum"])',
    ),
    Rule(
        PY,
        r"\bodoo\.osv\b",
        "odoo.fields.Domain",
        "from odoo.osv import expression",
        "from odoo.fields import Domain",
    ),
    Rule(
        PY,
        r"[\"']inselect[\"']",
        "Domain.custom or the operator any",
        '[("a", "inselect", query)]',
        '[("a", "any", domain)]',
    ),
    Rule(
        PY,
        r"\(\s*[0-6]\s*,\s*(0|False|_|\w+\.id)\s*,\s*[\[{0vF]|\(6, *0,|\(5,\s*\)",
        "Command",
        "[(0, 0, {})]",
        "Command.create({})",
    ),
    Rule(
        XML,
        r"eval=\"[^\"]*\(\s*[0-6]\s*,\s*(0|False|ref)\b",
        "Command",
        "eval=\"[(4, ref('a'))]\"",
        "eval=\"[Command.link(ref('a'))]\"",
    ),
    Rule(
        PY,
        r"from odoo(\.tools\.translate)? import [^\n]*(?<!\w)_(?!\w)|\b_lt\b",
        "self.env._ or LazyTranslate",
        "from odoo import _, models",
        "from odoo import fields, models",
    ),
    Rule(
        PY,
        r"\bself\._(cr|uid|context)\b|\brequest\.(cr|uid|context)\b",
        "self.env.cr, self.env.uid, self.env.context",
        "self._cr.rollback()",
        "self.env.cr.rollback()",
    ),
    Rule(
        PY,
        r"\bcr\.execute\(\s*f?[\"']",
        "self.env.execute_query(SQL(...))",
        'self.env.cr.execute("SELECT 1")',
        'self.env.execute_query(SQL("SELECT 1"))',
    ),
    Rule(
        PY,
        r"\btoggle_active\b",
        "action_archive, action_unarchive",
        "record.toggle_active()",
        "record.action_archive()",
    ),
    Rule(
        PY,
        r"\b(check_access_rights|check_access_rule|_filter_access_rules\w*)\b",
        "check_access, has_access, _filtered_access",
        'self.check_access_rights("read")',
        'self.check_access("read")',
    ),
    Rule(
        PY,
        r"\b_check_(m2m_)?recursion\b",
        "_has_cycle",
        "self._check_recursion()",
        "self._has_cycle()",
    ),
    Rule(
        PY,
        r"@api\.(returns|multi|one|model_create_single)\b",
        "@api.model_create_multi, or nothing",
        '@api.returns("self")',
        "@api.model_create_multi",
    ),
    Rule(
        PY,
        r"FOR UPDATE",
        "lock_for_update, try_lock_for_update",
        '"SELECT id FROM a FOR UPDATE NOWAIT"',
        "self.try_lock_for_update()",
    ),
    Rule(
        PY,
        r"\bforce_company\b",
        "with_company",
        "self.with_context(force_company=1)",
        "self.with_company(company)",
    ),
    Rule(
        PY,
        r"\b(auto_join|group_operator)\s*=",
        "bypass_search_access, aggregator",
        'fields.Float(group_operator="sum")',
        'fields.Float(aggregator="sum")',
    ),
    Rule(
        PY,
        r"\bgroups_id\b|\buser_has_groups\(",
        "group_ids, self.env.user.has_group",
        'user.groups_id |= self.env.ref("a")',
        'user.group_ids |= self.env.ref("a")',
    ),
    Rule(
        PY,
        r"\b_notify_progress\(|(?<![\w.])numbercall\b|\bcr\.commit\(",
        "ir.cron._commit_progress",
        "self.env.cr.commit()",
        'self.env["ir.cron"]._commit_progress(1)',
    ),
    Rule(
        PY,
        r"\btype=[\"']json[\"']",
        'type="jsonrpc"',
        '@route("/a", type="json")',
        '@route("/a", type="jsonrpc")',
    ),
    Rule(
        PY,
        r"\bdef \w+_hook\(\s*cr\b",
        "a hook takes env",
        "def post_init_hook(cr, registry):",
        "def post_init_hook(env):",
    ),
    Rule(
        PY,
        r"\b(partner|customer|contact)(_id)?\.(mobile|title)\b",
        "phone (mobile and title are gone)",
        "order.partner_id.mobile",
        "order.partner_id.phone",
    ),
    Rule(
        PY,
        r"[\"'](uom\.category|product\.packaging|stock\.quant\.package"
        r"|procurement\.group|hr\.contract)[\"']",
        "relative_uom_id, uom_ids, stock.package, stock.reference, hr.version",
        'fields.Many2one("uom.category")',
        'fields.Many2one("uom.uom")',
    ),
    Rule(
        PY,
        r"[\"']type[\"']\s*:\s*[\"']product[\"']",
        "is_storable",
        '{"type": "product"}',
        '{"type": "consu", "is_storable": True}',
    ),
    Rule(
        PY,
        r"\bmessage_post_with_(view|template)\(",
        "message_post_with_source",
        'self.message_post_with_view("a")',
        'self.message_post_with_source("a")',
    ),
    Rule(
        PY,
        r"\b_get_work_hours_count\b",
        "get_work_hours_count",
        "calendar._get_work_hours_count(a, b)",
        "calendar.get_work_hours_count(a, b)",
    ),
    Rule(
        PY,
        r"\bself\.env\._\(\s*f[\"']|\._\([^)\n]*\)\s*%",
        "self.env._ with keyword arguments",
        'self.env._(f"{a} is late")',
        'self.env._("%(a)s is late", a=a)',
    ),
    Rule(
        PY,
        r"xmlrpc|/jsonrpc",
        "JSON-2: POST /json/2/<model>/<method>",
        'post("/jsonrpc")',
        'post("/json/2/res.partner/read")',
    ),
    Rule(
        XML,
        r"<tree\b|view_mode\">[^<]*\btree\b",
        "<list>, view_mode list",
        '<field name="view_mode">tree,form</field>',
        '<field name="view_mode">list,form</field>',
    ),
    Rule(
        XML,
        r"\s(attrs|states)=\"",
        "invisible=, readonly=, required=",
        '<field name="a" attrs="{\'invisible\': 1}"/>',
        '<field name="a" invisible="1"/>',
    ),
    Rule(
        XML,
        r"t-name=\"kanban-(box|menu)\"",
        't-name="card", t-name="menu"',
        '<t t-name="kanban-box">',
        '<t t-name="card">',
    ),
    Rule(
        XML,
        r"\boe_chatter\b",
        "<chatter/>",
        '<div class="oe_chatter">',
        "<chatter/>",
    ),
    Rule(
        XML,
        r"\st-(esc|raw)=",
        "t-out",
        '<span t-esc="a"/>',
        '<span t-out="a"/>',
    ),
    Rule(
        XML,
        r"<group[^>]*\sexpand=",
        "a bare <group> in search views",
        '<group expand="0" string="Group by">',
        "<group>",
    ),
    Rule(
        XML,
        r"name=\"(groups_id|users|numbercall|doall)\"",
        "group_ids, user_ids; nothing for numbercall and doall",
        '<field name="groups_id" eval="a"/>',
        '<field name="group_ids" eval="a"/>',
    ),
    Rule(
        XML,
        r"\bapp_settings_block\b",
        "<app><block><setting>",
        '<div class="app_settings_block">',
        "<app><block><setting>",
    ),
    Rule(
        XML,
        r"\b(partner|customer|contact)(_id)?\.(mobile|title)\b",
        "phone (mobile and title are gone)",
        '<t t-out="o.partner_id.mobile"/>',
        '<t t-out="o.partner_id.phone"/>',
    ),
    Rule(
        JS,
        r"odoo\.define\(|@odoo-module\s+alias|web\.core|\brequire\(",
        "ES modules: import from @web/...",
        'odoo.define("a", function (require) {})',
        'import { registry } from "@web/core/registry";',
    ),
    Rule(
        JS,
        r"web\.assets_qweb|\bt-esc\b|\brpc\.query\(",
        "web.assets_backend, t-out, the orm service",
        "rpc.query({})",
        'this.orm.call("a", "b")',
    ),
]


def offences(rule, text):
    """Lines of a text that a rule forbids, as ``(number, line)``."""
    for found in re.finditer(rule.pattern, text):
        number = text.count("\n", 0, found.start()) + 1
        yield number, text.splitlines()[number - 1].strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.instead)
def test_rule_finds_its_sample_and_spares_the_current_api(rule):
    assert list(offences(rule, rule.wrong))
    assert not list(offences(rule, rule.right))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.instead)
def test_addons_use_the_current_api(rule):
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line}"
        for folder in addon_folders()
        for file in sorted(folder.rglob(f"*{rule.suffix}"))
        for number, line in offences(rule, file.read_text())
    ]
    assert not found, f"use {rule.instead} instead of:\n" + "\n".join(found)
