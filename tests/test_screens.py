"""Every screen of every menu opens for everybody who sees the menu."""

import pytest
from lxml import etree

from .client import Refused

KINDS = ("list", "kanban", "form", "pivot", "graph", "calendar", "activity", "search")
PEOPLE = ("desk", "engineer", "manager", "store", "head", "admin")


def walk(menus, top):
    """The menus below ``top`` that open something."""
    for number in top["children"]:
        menu = menus[str(number)]
        if menu.get("actionID"):
            yield menu
        yield from walk(menus, menu)


def get_spec(fields, node, models):
    """What the web client reads for the view below ``node``."""
    spec = {}
    for field in node.xpath(".//field"):
        inside = [each for each in field.iterancestors("field") if each is not node]
        if inside and (node.tag != "field" or inside[0] is not node):
            continue
        name = field.get("name")
        known = fields[name]
        spec[name] = {}
        if known["type"] == "many2one":
            spec[name] = {"fields": {"display_name": {}}}
        elif known["type"] in ("one2many", "many2many"):
            rows = field.find("list") if field.find("list") is not None else None
            if rows is None:
                rows = field.find("kanban")
            inner = {"display_name": {}}
            if rows is not None:
                inner = get_spec(models[known["relation"]]["fields"], rows, models)
            spec[name] = {"fields": inner, "limit": 40}
    return spec


class Screens:
    """What one person finds behind the menus of the service centre."""

    def __init__(self, person):
        self.person, self.seen, self.refused = person, set(), []

    def open_all(self):
        menus = self.person.session.get(
            f"{self.person.base_url}/web/webclient/load_menus", timeout=120
        ).json()
        (top,) = (
            menu
            for menu in menus.values()
            if menu.get("xmlid") == "service_center.service_center_menu_root"
        )
        for menu in walk(menus, top):
            self.attempt(menu["name"], self.open_action, menu)

    def attempt(self, where, act, *args):
        try:
            act(where, *args)
        except (Refused, KeyError) as refusal:
            self.refused.append(f"{self.person.login}: {where}: {refusal!r}"[:600])

    def open_action(self, where, menu):
        action = self.person._rpc("/web/action/load", action_id=menu["actionID"])
        if action["type"] != "ir.actions.act_window":
            return
        model = action["res_model"]
        views = [view for view in action["views"] if view[1] in KINDS]
        found = self.person.call(
            *(model, "get_views", views + [[action["search_view_id"][0], "search"]])
            if action.get("search_view_id")
            else (model, "get_views", views),
            options={"toolbar": True, "load_filters": True},
        )
        for _number, kind in views:
            if (model, kind, action["id"]) not in self.seen:
                self.seen.add((model, kind, action["id"]))
                self.attempt(f"{where} ({kind})", self.open_view, model, kind, found)

    def check_buttons(self, where, arch):
        """What a button opens is there, and may be read by whoever has the button."""
        for name in arch.xpath(".//button[@type='action']/@name"):
            action = self.person._rpc("/web/action/load", action_id=name)
            model = action.get("res_model")
            if model and not self.person.call(model, "has_access", [], "read"):
                self.refused.append(f"{self.person.login}: {where}: {name} ({model})")

    def open_view(self, where, model, kind, found):
        if kind not in ("list", "kanban", "form"):
            return
        arch = etree.fromstring(found["views"][kind]["arch"])
        self.attempt(where, self.check_buttons, arch)
        models = found["models"]
        spec = get_spec(models[model]["fields"], arch, models)
        rows = self.person.call(
            *(model, "search"), [], limit=40 if kind != "form" else 25
        )
        if rows:
            self.person.call(model, "web_read", rows, spec)
        if kind == "form" and arch.get("create") not in ("0", "false"):
            self.open_new(where, model, spec)

    def open_new(self, where, model, spec):
        if self.person.call(model, "has_access", [], "create"):
            self.person.call(model, "onchange", [], {}, [], spec)


@pytest.mark.parametrize("login", PEOPLE)
def test_every_screen_opens(as_user, login):
    screens = Screens(as_user(login))
    screens.open_all()
    assert len(screens.seen) > 5, "the menus lead to nothing"
    assert not screens.refused, "\n".join(screens.refused)
