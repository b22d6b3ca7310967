"""Odoo as ``./sc`` has configured it, before anything of its addons is imported."""

import importlib
import os

import odoo
from odoo.modules.module import initialize_sys_path

odoo.tools.config.parse_config(["-c", os.environ["ODOO_RC"], "--log-level=critical"])
initialize_sys_path()

webclient = importlib.import_module("odoo.addons.service_center.tests.webclient")
