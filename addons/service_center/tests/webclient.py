"""What the web client asks the server for, by the views as they are.

Used to count queries, and by those who measure time.
"""

import contextlib
from unittest.mock import patch

from lxml import etree

import odoo.tests.form
from odoo.fields import Command
from odoo.tests.form import Form, O2MForm
from odoo.tools.safe_eval import safe_eval

ALWAYS = ("True", "1")
# Fields that a widget reads although no view names them.
NEEDED_BY_WIDGET = {
    "list_activity": ("activity_state", "activity_summary", "activity_type_id"),
    "kanban_activity": ("activity_state", "activity_summary", "activity_type_id"),
}


def get_arch(model, kind, view=None):
    """The architecture of a view as this user gets it."""
    view_id = view and model.env.ref(view).id
    views = model.get_views([(view_id, kind)])
    return etree.fromstring(views["views"][kind]["arch"])


def get_spec(model, arch):
    """The specification with which the web client reads records for a view."""
    spec = {}
    for node in arch.xpath(".//field[not(ancestor::field)]"):
        name, field = node.get("name"), model._fields[node.get("name")]
        hidden = node.get("invisible") in ALWAYS or (
            node.get("column_invisible") in ALWAYS
        )
        spec[name] = _get_field_spec(model, node, field, hidden) or spec.get(name, {})
        for needed in NEEDED_BY_WIDGET.get(node.get("widget"), ()):
            spec.setdefault(needed, {})
    return spec


def _get_field_spec(model, node, field, hidden):
    if field.type == "many2one":
        names = {} if hidden else {"display_name": {}}
        return {"fields": names, "context": _get_context(node)}
    if field.type not in ("one2many", "many2many") or hidden:
        return {}
    comodel = model.env[field.comodel_name]
    subviews = [child for child in node if child.tag in ("list", "kanban")]
    if subviews:
        inner = etree.fromstring(etree.tostring(subviews[0]))
        return {"fields": get_spec(comodel, inner), "limit": 40}
    if "tags" in (node.get("widget") or ""):
        return {"fields": {"display_name": {}}}
    return {}


def _get_context(node):
    """The part of a field's context that does not depend on the record."""
    try:
        return safe_eval(node.get("context", "{}"))
    except ValueError:
        return {}


@contextlib.contextmanager
def browser_form(record, view=None, on_ready=lambda: None):
    """A form that asks for names as the web client does, and counts its requests.

    ``on_ready`` is called when the views are loaded and the first request is due.
    """
    with patch.object(odoo.tests.form, "O2MForm", LineForm):
        yield BrowserForm(record, view, on_ready)


class PlainAnswers:
    """Takes the names out again: a form in a test keeps identifiers alone."""

    def _apply_onchange(self, values):
        return super()._apply_onchange(_without_names(values))


class BrowserForm(PlainAnswers, Form):
    """Use ``browser_form``."""

    def __init__(self, record, view, on_ready):
        object.__setattr__(self, "requests", 0)
        object.__setattr__(self, "on_ready", on_ready)
        super().__init__(record, view)

    def _process_view(self, tree, model, level=2):
        view = super()._process_view(tree, model, level)
        for name, spec in view["fields_spec"].items():
            kind = view["fields"][name]["type"]
            hidden = view["modifiers"][name]
            if "True" in (hidden["invisible"], hidden["column_invisible"]):
                if kind == "many2one":
                    spec["fields"] = {}
            elif kind in ("many2one", "many2many") and "fields" not in spec:
                spec["fields"] = {"display_name": {}}
            elif kind == "one2many" and view["modifiers"][name]["readonly"] == "True":
                # a list that nobody edits here is read without its form
                for inner in tree.xpath(f".//field[@name='{name}']/list")[:1]:
                    inner = etree.fromstring(etree.tostring(inner))
                    comodel = model.env[model._fields[name].comodel_name]
                    spec["fields"] = get_spec(comodel, inner)
        return view

    def _init_from_defaults(self):
        self.on_ready()
        return super()._init_from_defaults()

    def count_request(self):
        object.__setattr__(self, "requests", self.requests + 1)

    def _perform_onchange(self, field_name=None):
        if not field_name or self._view["onchange"][field_name]:
            self.count_request()
        return super()._perform_onchange(field_name)

    def save(self):
        """Save, and be done with the form."""
        self.count_request()
        values = self._get_save_values()
        [saved] = self._record.web_save(values, self._view["fields_spec"])
        return self._record.browse(saved["id"])


class LineForm(PlainAnswers, O2MForm):
    """A row of a list in a form."""

    def _perform_onchange(self, field_name=None):
        if not field_name or self._view["onchange"][field_name]:
            self._proxy._form.count_request()
        return super()._perform_onchange(field_name)


def _without_names(value):
    """What an onchange answered, with identifiers in place of named records."""
    if isinstance(value, dict):
        if value.keys() in ({"id", "display_name"}, {"id"}):
            return value["id"]
        return {name: _without_names(each) for name, each in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], (tuple, list)):
        return [_get_plain_command(*command) for command in value]
    return value


def _get_plain_command(code, record_id, values=0):
    if code == Command.LINK:
        return (code, record_id, {})
    return (code, record_id, _without_names(values))
