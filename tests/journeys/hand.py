"""A hand at the web client: clicks, keys, characters, and what they set in motion."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

DESK, PHONE = (1366, 768), (390, 844)
HOME = ".o_service_home_new:visible, .o_service_home_find:visible"
CLICK, KEY = 1.3, 0.28  # seconds of a hand: of one click; of one key or character
QUIET = 0.3  # seconds in which the client might still ask for something
PATIENCE = 60_000  # milliseconds; nothing is judged by them


@dataclass
class Cost:
    """What one journey has cost."""

    clicks: int = 0
    keys: int = 0  # that are not typed text: Enter, Tab, hotkeys
    characters: int = 0
    scans: int = 0  # a scanner's: the hand has it anyway
    calls: int = 0  # that the client made of the server
    seconds: float = 0  # of the machine

    @property
    def presses(self):
        return self.clicks + self.keys

    @property
    def hand(self):
        """Estimated seconds of a person."""
        return self.clicks * CLICK + (self.keys + self.characters) * KEY


class Hand:
    """One person in a browser; ``cost`` counts from ``begin`` to ``end``."""

    def __init__(self, page, base_url):
        self.page, self.base_url, self.cost = page, base_url, Cost()
        self.started = self.last = time.monotonic()
        page.set_default_timeout(PATIENCE)
        self.open = set()  # requests that wait for their answer
        page.on("request", self._note)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)
        page.on("pageerror", lambda error: _fail(f"the page failed: {error}"))

    def _note(self, request):
        if request.method == "POST" and "/web/dataset/" in request.url:
            self.open.add(request)
            self.cost.calls += 1
            self.last = time.monotonic()

    def _answered(self, request):
        self.open.discard(request)

    def begin(self):
        self.settle()
        self.cost, self.started = Cost(), time.monotonic()

    def end(self):
        self.settle()
        self.cost.seconds = time.monotonic() - self.started - QUIET
        return self.cost

    def settle(self):
        """Wait until the server has answered everything, and a moment longer."""
        while self.open or time.monotonic() - self.last < QUIET:
            self.page.wait_for_timeout(20)

    def see(self, selector, **options):
        """Wait for something to be seen, as a person does."""
        found = self.page.locator(selector, **options).first
        found.wait_for()
        return found

    def click(self, selector, **options):
        self.see(selector, **options).click()
        self.cost.clicks += 1

    def press(self, keys):
        """One key, or several that are held at once."""
        self.page.keyboard.press(keys)
        self.cost.keys += 1

    def type(self, text):
        """Typed text, once the field has the focus: faster than any hand."""
        self.settle()
        self.page.keyboard.type(text)
        self.cost.characters += len(text)

    def scan(self, code):
        """A scanner types faster than any hand, and ends with Enter."""
        self.page.keyboard.type(code, delay=4)
        self.page.keyboard.press("Enter")
        self.cost.scans += 1

    # not counted: what was there before

    def go(self, path, selector):
        """Open an address of the client, and wait for what it shows."""
        self.page.goto(f"{self.base_url}{path}")
        self.see(selector)
        self.settle()

    def call(self, model, method, *args, **kwargs):
        """Ask the server directly, as this person."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.page.request.post(
            f"{self.base_url}/web/dataset/call_kw/{model}/{method}",
            data={"jsonrpc": "2.0", "method": "call", "params": params},
        ).json()
        if "error" in answer:
            _fail(answer["error"]["data"]["message"])
        return answer.get("result")


def _fail(text):
    raise AssertionError(text)


class Browser:
    """The machine's own Chromium, one window a person."""

    def __init__(self, program, base_url):
        self.base_url = base_url
        self.driver = sync_playwright().start()
        self.browser = self.driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )

    def close(self):
        self.browser.close()
        self.driver.stop()

    def picture(self, name):
        """Keep what the last window shows; for looking into what went wrong."""
        pages = [page for each in self.browser.contexts for page in each.pages]
        file = Path(os.environ["LOGS"]) / f"journey-{name}.png"
        pages[-1].screenshot(path=file)
        print(f"see {file}", flush=True)

    def open(self, login, size=DESK):
        """Log somebody in on a screen of this size."""
        small = size[0] < 500
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            is_mobile=small,
            has_touch=small,
            accept_downloads=True,
        )
        page = context.new_page()
        page.goto(f"{self.base_url}/web/login")
        page.fill("#login", login)
        page.fill("#password", login)
        page.click(".oe_login_form button[type=submit]")
        hand = Hand(page, self.base_url)
        hand.see(HOME)
        return hand
