"""What the web client asks for to draw a list or a form: from the views themselves."""

import xml.etree.ElementTree as ElementTree

DEEP = 2  # a list within a form


def views(person, model, *kinds):
    """Views of a model as this person gets them; asked for once, as in a browser."""
    known = person.__dict__.setdefault("views", {})
    for kind in kinds:
        if (model, kind) not in known:
            known[model, kind] = person.read(
                *("views of a screen", model, "get_views"), [[False, kind]]
            )
    return [known[model, kind] for kind in kinds]


def form(person, model):
    (found,) = views(person, model, "form")
    return _specification(found, model, "form")


def rows(person, model):
    (found,) = views(person, model, "list")
    return _specification(found, model, "list")


def _specification(found, model, kind):
    models = {name: each["fields"] for name, each in found["models"].items()}
    arch = ElementTree.fromstring(found["views"][kind]["arch"])
    return _of(arch, models, model, DEEP)


def _of(node, models, model, deep):
    """The fields below a node; those of lists inside a field are its own."""
    found = {}
    for child in node:
        if child.tag != "field":
            found.update(_of(child, models, model, deep))
            continue
        name = child.get("name")
        field = models.get(model, {}).get(name)
        if not field:
            continue
        found[name] = {}
        if field["type"] == "many2one":
            found[name] = {"fields": {"display_name": {}}}
        elif field["type"] in ("one2many", "many2many"):
            inner = _of_rows(child, models, field["relation"], deep - 1)
            found[name] = {"fields": inner or {"display_name": {}}}
    return found


def _of_rows(node, models, model, deep):
    """A field with many records is drawn as a list; its form is read when one opens."""
    drawn = [child for child in node if child.tag in ("list", "kanban")]
    return _of(drawn[0], models, model, deep) if drawn and deep >= 0 else {}
