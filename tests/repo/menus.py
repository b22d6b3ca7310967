"""The menus of the service center, as its addons' files declare them."""

from lxml import etree

from .conftest import ROOT

ROOT_MENU = "service_center_menu_root"


def paths():
    """Every menu as a tuple of names, from the one below the app's root."""
    menus = {}  # id without its addon: name, id of the parent
    for file in sorted(ROOT.glob("addons/*/views/*.xml")):
        for item in etree.parse(file).iter("menuitem"):
            above = item.getparent()
            parent = item.get("parent") or (above.get("id") or "")
            if item.get("name"):
                menus[_short(item.get("id"))] = item.get("name"), _short(parent)
    return {tuple(_names(menus, each)) for each in menus if each != ROOT_MENU}


def _short(identifier):
    return identifier.rpartition(".")[2]


def _names(menus, identifier):
    name, parent = menus[identifier]
    above = _names(menus, parent) if parent in menus and parent != ROOT_MENU else []
    return [*above, name]
