"""One headless Chromium, steered through its debugging pipe.

The pipe (file descriptors 3 and 4 of the browser) needs no port and no library:
messages are JSON, each ended by a zero byte.
"""

import base64
import contextlib
import fcntl
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import time
from urllib.parse import urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",  # root and containers have none; Odoo's own tours do the same
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-breakpad",
    "--no-first-run",
    "--hide-scrollbars",
    "--mute-audio",
    "--font-render-hinting=none",
    "--remote-debugging-pipe",
)
PROFILE = "service-center-pdf-"
ANSWER = 60  # seconds Chromium may take to answer, or a page to load
PRINT = 300  # seconds one print may take

# Styles, fonts and pictures must be there before the page is printed.
SETTLE = """
Promise.all([document.fonts.ready, ...Array.from(document.images, image => {
    image.loading = "eager";
    return image.decode().catch(() => {});  // a missing picture is no reason to stop
})]).then(() => true)
"""


class BrowserError(Exception):
    """Chromium is missing, ended, was too slow or refused."""


class Browser:
    """A browser with one tab. It shows our pages and what they load from `origin`."""

    def __init__(self, origin, cookies=()):
        executable = next(filter(None, map(shutil.which, NAMES)), None)
        if not executable:
            raise BrowserError(
                "printing needs Chromium, and none was found: apt-get install chromium"
            )
        self.origin = origin
        self.refused = []
        self._pages = {}
        self._buffer = bytearray()
        self._last = 0
        self._loaded = False
        self._session = self._frame = None
        self._process = None
        _sweep()
        self._profile = tempfile.mkdtemp(prefix=f"{PROFILE}{os.getpid()}-")
        try:
            self._start([executable, *FLAGS, *self._confinement(), "about:blank"])
            self._attach(cookies)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    # -- what the rest of the program uses

    def show(self, name, html, query=""):
        """Load a document of our own as if the report's server had sent it."""
        url = self.url(name)
        self._pages[url] = html.encode()
        self._loaded = False
        answer = self.call("Page.navigate", url=url + query)
        if answer.get("errorText"):
            raise BrowserError(f"{name} did not load: {answer['errorText']}")
        deadline = time.monotonic() + ANSWER
        while not self._loaded:
            self._handle(self._receive(deadline))
        self.run(SETTLE)

    def url(self, name):
        """Return the address under which a document of our own is shown."""
        return f"{self.origin}/__print__/{name}"

    def run(self, expression):
        """Evaluate JavaScript, awaiting it if it is a promise."""
        answer = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            text = details.get("exception", {}).get("description", details["text"])
            raise BrowserError(f"script failed: {text}")
        return answer["result"].get("value")

    def print(self, paper, margins, scale):
        """Print the page shown. Lengths in millimetres, margins as in CSS."""
        inches = [value / 25.4 for value in (*paper, *margins)]
        names = ("paperWidth", "paperHeight")
        names += ("marginTop", "marginRight", "marginBottom", "marginLeft")
        answer = self.call(
            "Page.printToPDF",
            timeout=PRINT,
            scale=scale,
            printBackground=True,
            generateTaggedPDF=False,  # its tree would point at pages left behind
            **dict(zip(names, inches, strict=True)),
        )
        return base64.b64decode(answer["data"])

    def call(self, method, timeout=ANSWER, **params):
        """Send a command and wait for its answer, serving the page meanwhile."""
        number = self._send(method, params)
        deadline = time.monotonic() + timeout
        while True:
            message = self._receive(deadline)
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']['message']}")
                return message["result"]
            self._handle(message)

    def close(self):
        """End the browser with all its helpers and remove its profile."""
        if self._process:
            for end in (self._write, self._read):
                os.close(end)  # Chromium ends when its pipe does
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        shutil.rmtree(self._profile, ignore_errors=True)

    # -- the process and its pipe

    def _confinement(self):
        """Let no name but the report's own host be resolved at all."""
        host = urlsplit(self.origin).hostname
        return (
            f"--user-data-dir={self._profile}",
            f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {host}",
        )

    def _start(self, command):
        # Odoo limits the address space of its children; Chromium reserves far more
        # than it ever uses and would die.
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        # Opened first, so that 3 and 4 are taken before subprocess opens its own.
        ends = os.pipe() + os.pipe()
        self._write, self._read = ends[1], ends[2]
        commands, answers = (
            fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (ends[0], ends[3])
        )

        def join_pipe():
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._profile},
            pass_fds=(3, 4),
            preexec_fn=join_pipe,
            start_new_session=True,  # one group, so that all of it can be ended
        )
        for end in (ends[0], ends[3], commands, answers):
            os.close(end)

    def _attach(self, cookies):
        targets = self.call("Target.getTargets")["targetInfos"]
        tab = next(target for target in targets if target["type"] == "page")
        attached = self.call(
            "Target.attachToTarget", targetId=tab["targetId"], flatten=True
        )
        self._session, self._frame = attached["sessionId"], tab["targetId"]
        self.call("Page.enable")
        self.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        self.call("Emulation.setEmulatedMedia", media="screen")  # as wkhtmltopdf
        for name, value in cookies:
            self.call(
                "Network.setCookie",
                name=name,
                value=value,
                url=self.origin,
                httpOnly=True,
            )

    def _send(self, method, params):
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        data = memoryview(json.dumps(message).encode() + b"\0")
        try:
            while data:
                data = data[os.write(self._write, data) :]
        except BrokenPipeError as error:
            raise BrowserError("Chromium ended unexpectedly") from error
        return self._last

    def _receive(self, deadline):
        searched = 0
        while (end := self._buffer.find(b"\0", searched)) < 0:
            searched = len(self._buffer)
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                raise BrowserError("Chromium did not answer in time")
            chunk = os.read(self._read, 1 << 20)
            if not chunk:
                raise BrowserError("Chromium ended unexpectedly")
            self._buffer += chunk
        message = json.loads(self._buffer[:end])
        del self._buffer[: end + 1]
        return message

    # -- events

    def _handle(self, message):
        if message.get("method") == "Page.loadEventFired":
            self._loaded = True
        elif message.get("method") == "Fetch.requestPaused":
            self._decide(message["params"])

    def _decide(self, paused):
        """Serve our own document, pass what belongs to the report, refuse the rest.

        Every request comes here, each step of a redirect too, so a report cannot be
        used to reach other machines or files.
        """
        url, request = paused["request"]["url"], {"requestId": paused["requestId"]}
        document = self._pages.get(url.partition("#")[0].partition("?")[0])
        page = paused["frameId"] == self._frame and paused["resourceType"] == "Document"
        if page and document is None:
            self._send("Fetch.failRequest", {**request, "errorReason": "Aborted"})
            raise BrowserError(f"the report leads away from its own page, to {url}")
        if document is not None:
            headers = {
                "Content-Type": "text/html; charset=utf-8",
                # Web sockets are the one kind of request that does not come here.
                "Content-Security-Policy": "connect-src 'self'",
            }
            self._send(
                "Fetch.fulfillRequest",
                {
                    **request,
                    "responseCode": 200,
                    "responseHeaders": [
                        {"name": name, "value": value}
                        for name, value in headers.items()
                    ],
                    "body": base64.b64encode(document).decode(),
                },
            )
        elif allowed(url, self.origin):
            self._send("Fetch.continueRequest", request)
        else:
            self.refused.append(url)
            self._send("Fetch.failRequest", {**request, "errorReason": "Aborted"})


def allowed(url, origin):
    """Tell whether a report of this origin may load the address."""
    parts = urlsplit(url)
    if parts.scheme in ("data", "blob", "about"):
        return True
    return f"{parts.scheme}://{parts.netloc}".lower() == origin.lower()


def _sweep():
    """Remove profiles of printers that were killed before they could."""
    for entry in os.scandir(tempfile.gettempdir()):
        if entry.name.startswith(PROFILE):
            number = entry.name[len(PROFILE) :].partition("-")[0]
            if not os.path.exists(f"/proc/{number}"):
                shutil.rmtree(entry.path, ignore_errors=True)
