from importlib.util import find_spec
from unittest.mock import patch

from odoo.tests import tagged

from .common import LeadsCommon
from .imap import Mailbox, RealMailbox


@tagged("post_install", "-at_install")
class TestFetch(LeadsCommon):
    """Odoo's own fetching of a mailbox over IMAP: nothing in it is lost."""

    def _fetch(self, letters):
        box = (RealMailbox if find_spec("pymap") else Mailbox)(letters)
        self.addCleanup(box.close)
        server = self.env["fetchmail.server"].create(
            {
                "name": "box",
                "server_type": "imap",
                "server": "127.0.0.1",
                "port": box.port,
                "is_ssl": False,
                "user": box.user,
                "password": box.password,
                "state": "done",
            }
        )
        self.env.flush_all()
        with self.env.registry.cursor() as cr:
            server.with_env(server.env(cr=cr))._fetch_mail()
        self.env.invalidate_all()
        return box

    def test_letters_of_a_mailbox_become_leads_or_are_kept(self):
        before = self.leads.search_count([])
        box = self._fetch(
            [
                self._letter("Nokla X7 is broken, one"),
                self._letter("away", headers={"Auto-Submitted": "auto-replied"}),
                self._letter("lost", to="nobody@nowhere.example"),
                self._letter("zero").replace(b"zero", b"ze\0ro"),
                self._letter("Another thing, two"),
            ]
        )
        self.assertEqual(box.seen, {1, 2, 3, 4, 5})
        kept = self.letters.search([]).mapped("kind")
        self.assertEqual(sorted(kept), ["answer", "nobody"])
        self.assertEqual(self.leads.search_count([]), before + 3)

    def test_what_breaks_in_a_mailbox_is_kept_and_can_be_processed(self):
        with patch.object(
            type(self.leads), "_get_stated_in_mail", side_effect=ValueError("x")
        ):
            box = self._fetch([self._letter("Nokla X7")])
        self.assertEqual(box.seen, {1})
        kept = self.letters.search([])
        kept.with_user(self.head).action_process()
        self.assertEqual(kept.state, "done")
