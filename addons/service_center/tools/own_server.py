"""A process that waits for a program answers what that program asks of Odoo."""

import contextlib
import threading

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from odoo import http

POLL = 0.02  # seconds until its end is noticed


class _Quiet(WSGIRequestHandler):
    """What a print fetches is no news."""

    def log(self, type, message, *args):
        pass


@contextlib.contextmanager
def own_server(database, host):
    """Serve Odoo to this machine alone, for reading, as long as the block runs.

    :param host: what the database is known by, where several are served
    :return: its address
    """

    def answer(environ, start_response):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return MethodNotAllowed()(environ, start_response)
        environ |= {"HTTP_HOST": host, "HTTP_X_ODOO_DATABASE": database}
        response = Response.from_app(http.root, environ)
        # no proxy stands before this one, to send what Odoo only names
        if file := response.headers.get("X-Sendfile"):
            response = send_file(file, environ, mimetype=response.mimetype)
        return response(environ, start_response)

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
