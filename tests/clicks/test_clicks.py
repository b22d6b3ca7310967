"""People click at all there is: no screen, filter or button may break.

Started by ``./sc clicks`` on a database with all addons and their demo data. Odoo's own
robot opens every menu of the service center in every view and tries every filter; ours
opens a record behind each menu and presses every button of its form. What they change
is rolled back.
"""

import logging
from pathlib import Path

from odoo.tests import HttpCase, tagged

from dev.console import Progress

APP = "service_center.service_center_menu_root"
ROBOT = "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
BUTTONS = (Path(__file__).parent / "buttons.js").read_text()
SECONDS = 3000


class Errors(logging.Handler):
    """What the server logs as an error; refusals of business are none."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage()[:1000])


class Shown(logging.Handler):
    """Shows at the terminal what the robot says it is doing."""

    def __init__(self, progress):
        super().__init__(logging.INFO)
        self.progress, self.count = progress, 0

    def emit(self, record):
        self.count += 1
        self.progress.show(f"{self.count}: {record.getMessage()}")


@tagged("post_install", "-at_install")
class TestClicks(HttpCase):
    allow_end_on_form = True
    test_cursor_lock_timeout = 120  # seconds a request may wait for the others

    def setUp(self):
        super().setUp()
        self.env["res.users"].search([]).tour_enabled = False
        self.errors = Errors()
        logging.getLogger().addHandler(self.errors)
        self.addCleanup(logging.getLogger().removeHandler, self.errors)

    def click(self, login, code, signal):
        page = self._logger.getChild("browser")
        page.setLevel(logging.INFO)
        page.propagate = False  # it is shown, and what went wrong is kept
        page.addHandler(self.errors)
        with Progress(login, every=30) as progress:
            page.addHandler(shown := Shown(progress))
            self.addCleanup(page.removeHandler, shown)
            self.browser_js(
                "/odoo",
                code,
                "odoo.isReady === true",
                login=login,
                timeout=SECONDS,
                success_signal=signal,
            )
        self.assertFalse(self.errors.lines)

    def click_everywhere(self, login):
        code = f"{ROBOT}.startClickEverywhere('{APP}')"
        self.click(login, code, "clickbot test succeeded")

    def press_buttons(self, login):
        code = f"({BUTTONS})('{APP}')"
        self.click(login, code, "all buttons pressed")

    def test_a_head_opens_every_menu_view_and_filter(self):
        self.click_everywhere("head")

    def test_a_manager_opens_every_menu_view_and_filter(self):
        self.click_everywhere("manager")

    def test_an_engineer_opens_every_menu_view_and_filter(self):
        self.click_everywhere("engineer")

    def test_a_head_presses_every_button(self):
        self.press_buttons("head")

    def test_a_manager_presses_every_button(self):
        self.press_buttons("manager")

    def test_an_engineer_presses_every_button(self):
        self.press_buttons("engineer")
