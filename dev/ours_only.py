"""A pytest plugin: addons of others, installed as Python packages, are not seen.

For Odoo's own checks of source code, which read every manifest they find.
"""

import importlib
import site


def pytest_collection():
    addons = importlib.import_module("odoo.addons").__path__
    others = tuple(site.getsitepackages())
    addons._path[:] = [path for path in addons if not path.startswith(others)]
