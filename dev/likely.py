"""A pytest plugin: tests that speak of what was changed come first.

``LIKELY`` in the environment has the words of the place that was changed. A word that
few files of tests know says more than one that is everywhere, and a long file knows
many by chance. Files that steer a browser are left out.
"""

import os
import re

BROWSER = re.compile(r"start_tour|browser_js")


def pytest_collection_modifyitems(config, items):
    words = os.environ.get("LIKELY", "").split()
    texts = {path: f"{path.stem} {path.read_text()}" for path in _paths(items)}
    steered = [item for item in items if BROWSER.search(texts[item.path])]
    if steered:
        config.hook.pytest_deselected(items=steered)
        items[:] = [item for item in items if item not in steered]
    weights = dict.fromkeys(texts, 0.0)
    for word in words:
        knowing = [path for path, text in texts.items() if word in text]
        for path in knowing:
            weights[path] += 1 / len(knowing) / len(texts[path]) ** 0.5
    items.sort(key=lambda item: -weights[item.path])


def _paths(items):
    return {item.path for item in items}
