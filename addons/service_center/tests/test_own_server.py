import requests

from odoo.tests import HttpCase, tagged
from odoo.tools import config

from ..tools.own_server import own_server


@tagged("post_install", "-at_install")
class TestOwnServer(HttpCase):
    """A process that prints serves Odoo to its own printing program."""

    def _ask(self, address, path, method="GET"):
        with self.allow_requests():
            cookies = self.opener.cookies.get_dict()
            return requests.request(method, address + path, cookies=cookies, timeout=30)

    def test_it_is_there_as_long_as_it_is_needed_and_for_reading_alone(self):
        with own_server(self.env.cr.dbname, "127.0.0.1") as address:
            self.assertEqual(self._ask(address, "/web/health").status_code, 200)
            self.assertEqual(self._ask(address, "/web/login", "POST").status_code, 405)
        with self.assertRaises(requests.ConnectionError):
            self._ask(address, "/web/health")

    def test_files_come_whole_where_a_proxy_would_send_them(self):
        picture = self.env["ir.attachment"].create(
            {"name": "wide.txt", "raw": b"picture" * 20_000, "public": True}
        )
        self.patch(config, "options", config.options.new_child({"x_sendfile": True}))
        with own_server(self.env.cr.dbname, "127.0.0.1") as address:
            answer = self._ask(address, f"/web/content/{picture.id}")
        self.assertEqual(answer.content, picture.raw)
