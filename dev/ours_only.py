"""A pytest plugin: addons of others that were installed as Python packages are not seen.

For Odoo's own checks of source code, which read every manifest they find.
"""

import site


def pytest_collection():
    import odoo.addons

    folders = site.getsitepackages()
    odoo.addons.__path__._path[:] = [
        path for path in odoo.addons.__path__ if not path.startswith(tuple(folders))
    ]
