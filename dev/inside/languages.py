"""Run inside Odoo's shell: every addon speaks the languages of the demo company.

Odoo does that when somebody adds a language in its settings. The demo data adds them
by themselves, and translate only what our first addon stands on.
"""

addons = env["ir.module.module"].search([("state", "=", "installed")])  # noqa: F821
addons._update_translations()
env.cr.commit()  # noqa: F821
