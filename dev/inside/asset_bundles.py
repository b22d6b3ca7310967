"""Run inside Odoo's shell: build the web client's bundles once and keep them.

Otherwise every browser test builds them anew and rolls them back, and the first
person to log in waits for them.
"""

BUNDLES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_emoji",
    "bus.websocket_worker_assets",
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "web.assets_tests",
    "web.__assets_tests_call__",
    "web_tour.automatic",
    "web_tour.interactive",
)

for name in BUNDLES:
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)  # noqa: F821
    bundle.css()
    bundle.js()
env.cr.commit()  # noqa: F821
