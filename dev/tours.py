"""A pytest plugin: Odoo's tours spare the processor.

While a page loads, they look at it now and then. By themselves they ask the browser
without a pause whether it is ready, which keeps a processor busy that the page, the
server and other tests could use.

And a page that one tour has loaded and compiled is there for the next, as for anybody
who comes back. By itself each tour has a browser that has never seen the web client,
and compiles megabytes of it anew.
"""

import tempfile
import time

from odoo.tests.common import ChromeBrowser

PAUSE = 0.05  # seconds
COMPILED = "--v8-cache-options=full-code-without-heat-check"  # kept at the first load


def pytest_sessionstart(session):
    ask_patiently()
    share_pages(session.config)


def ask_patiently():
    wait, ask = ChromeBrowser._wait_ready, ChromeBrowser._websocket_request

    def wait_patiently(browser, *args, **kwargs):
        browser.pause = PAUSE
        try:
            return wait(browser, *args, **kwargs)
        finally:
            browser.pause = 0

    def ask_now_and_then(browser, *args, **kwargs):
        time.sleep(getattr(browser, "pause", 0))
        return ask(browser, *args, **kwargs)

    ChromeBrowser._wait_ready = wait_patiently
    ChromeBrowser._websocket_request = ask_now_and_then


def share_pages(config):
    """One place for what the browsers of this process load, one after the other."""
    kept = tempfile.TemporaryDirectory(
        suffix="_chrome_pages", ignore_cleanup_errors=True
    )
    config.add_cleanup(kept.cleanup)
    spawn = ChromeBrowser._spawn_chrome

    def spawn_with_pages(browser, command):
        options = [f"--disk-cache-dir={kept.name}", COMPILED]
        return spawn(browser, [command[0], *options, *command[1:]])

    ChromeBrowser._spawn_chrome = spawn_with_pages
