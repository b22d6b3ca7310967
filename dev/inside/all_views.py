"""Run inside Odoo's shell: install addons, then look at the views ours are part of.

A view is looked at when its own addon is installed; what another addon changes in it
later is seen only here.
"""

import sys

from odoo import api, modules
from odoo.exceptions import ValidationError

from odoo.addons.base.models.ir_module import IrModuleModule


def main(env, names):
    """Install, say what is wrong, or that all views hold."""
    # the template knows all modules: Odoo would read all their manifests again
    IrModuleModule.update_list = lambda modules: [0, 0]
    database = env.cr.dbname
    env.cr.commit()
    env.cr.close()
    registry = modules.registry.Registry.new(
        database, update_module=True, install_modules=names
    )
    with registry.cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        missing = set(names) - set(registry._init_modules)
        for name in sorted(missing):
            sys.stdout.write(f"FAILED {name} is not installed\n")
        for view in get_views(env):
            try:
                view._check_xml()
            except (ValidationError, ValueError) as error:
                sys.stdout.write(f"FAILED {view.xml_id}: {error}\n")
        if not missing:
            sys.stdout.write("all views hold\n")


def get_views(env):
    """The views that ours are, and those that ours change."""
    data = env["ir.model.data"].search(
        [("module", "=like", "service\\_center%"), ("model", "=", "ir.ui.view")]
    )
    views = env["ir.ui.view"].browse(data.mapped("res_id")).exists()
    while views.inherit_id - views:
        views |= views.inherit_id
    return views
