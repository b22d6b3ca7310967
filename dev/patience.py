"""A pytest plugin: while a page loads, Odoo's tours look at it now and then.

By themselves they ask the browser without a pause whether it is ready, which keeps
a processor busy that the page, the server and other tests could use.
"""

import time

from odoo.tests.common import ChromeBrowser

PAUSE = 0.05  # seconds


def pytest_sessionstart():
    wait, ask = ChromeBrowser._wait_ready, ChromeBrowser._websocket_request

    def wait_patiently(browser, *args, **kwargs):
        browser.pause = PAUSE
        try:
            return wait(browser, *args, **kwargs)
        finally:
            browser.pause = 0

    def ask_patiently(browser, *args, **kwargs):
        time.sleep(getattr(browser, "pause", 0))
        return ask(browser, *args, **kwargs)

    ChromeBrowser._wait_ready = wait_patiently
    ChromeBrowser._websocket_request = ask_patiently
