import base64
import os
import tempfile
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import config, mute_logger

from ..models.ir_attachment import _logger
from .common_intake import IntakeCommon, picture

ATTACHMENTS = "odoo.addons.base.models.ir_attachment"


class Slower(SerializationFailure):
    """As PostgreSQL says it to whoever was slower."""

    pgcode = "40001"


class HalfFile:
    """A file on a disk that is full after five bytes."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.file.close()

    def put(self, content):
        self.file.write(content[:5])
        raise OSError(28, "No space left on device")

    write = put


@tagged("post_install", "-at_install")
class TestFullDisk(IntakeCommon):
    """A photo is kept whole or refused with a sentence, and may be sent again."""

    def _write_files(self, storage, opened):
        """Files go to a folder of their own, as they are opened there."""
        attachments = self.registry["ir.attachment"]
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.patch(attachments, "_filestore", lambda self: folder)
        self.patch(attachments, "_storage", lambda self: storage)
        if opened:
            self.enterContext(patch(f"{ATTACHMENTS}.open", opened, create=True))
        return folder

    def _files(self, folder):
        return [name for _path, _folders, names in os.walk(folder) for name in names]

    def _add_photo(self, order, image):
        return self.env["service.order.photo"].create(
            {"order_id": order.id, "image": image}
        )

    def test_a_photo_on_a_full_disk_is_refused_and_goes_in_later(self):
        order, image = self._create_order(), picture((80, 60))

        def half(path, mode="r"):
            file = open(path, mode)  # noqa: SIM115
            return HalfFile(file) if mode == "wb" else file

        folder = self._write_files("file", half)
        with (
            mute_logger(_logger.name),
            self.assertRaisesRegex(UserError, "disk is full or cannot be written"),
            self.env.cr.savepoint(),
        ):
            self._add_photo(order, image)
        self.assertFalse(self._files(folder), "no part stays under the name of all")
        self.assertFalse(order.photo_ids)
        with patch(f"{ATTACHMENTS}.open", open, create=True):
            photo = self._add_photo(order, image)
        self.assertTrue(base64.b64decode(photo.image))
        self.assertTrue(self._files(folder))


@tagged("post_install", "-at_install")
class TestTrouble(IntakeCommon, HttpCase):
    """What the browser is told of a failure: a sentence, nothing of the inside."""

    def _fail(self, model, method, *args):
        """The answer to a call that fails."""
        body = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "method": "call", "params": body},
        )
        return answer.json()["error"]["data"], answer.text

    def setUp(self):
        super().setUp()
        self.authenticate(self.engineer.login, self.engineer.login)

    def test_a_refusal_is_its_sentence_alone(self):
        order = self._create_order()
        with mute_logger("odoo.http"):
            about, text = self._fail("service.order", "action_issue", order.ids)
        self.assertIn("cannot become", about["message"])
        self.assertIn("cannot become", about["arguments"][0])
        self.assertNotIn("Traceback", text)

    def test_a_warning_that_leads_somewhere_keeps_its_way(self):
        words = ["No chart of accounts.", 5, "Open it", None]
        orders = self.registry["service.order"]

        def search(*_args, **_kwargs):
            raise RedirectWarning(*words[:3])

        with mute_logger("odoo.http"), patch.object(orders, "search", search):
            about, _text = self._fail("service.order", "search", [])
        self.assertEqual(about["arguments"], words)

    def test_a_breakdown_tells_nothing_of_the_inside(self):
        with mute_logger("odoo.http", "odoo.sql_db"):
            about, text = self._fail("service.order", "search", [], 0, -1)
        self.assertIn("Something went wrong", about["message"])
        for words in ("Traceback", "SELECT", "LIMIT", "/addons/"):
            self.assertNotIn(words, text)
        self.assertTrue(about["name"].startswith("psycopg2"), "the kind is kept")

    def test_who_lost_every_race_is_told_to_press_once_more(self):
        orders = self.registry["service.order"]

        def search(*_args, **_kwargs):
            raise Slower("could not serialize access")

        with (
            patch("odoo.service.model.time.sleep"),
            patch.object(orders, "search", search),
            self.assertLogs("odoo.http", "WARNING") as log,
        ):
            about, _text = self._fail("service.order", "search", [])
        self.assertIn("do it once more", about["message"])
        self.assertEqual([each.levelname for each in log.records], ["WARNING"])

    def test_who_develops_is_told_all(self):
        with mute_logger("odoo.http"), patch.dict(config.options, dev_mode=["xml"]):
            about, _text = self._fail("service.order", "read", "nonsense", 5, 5, 5, 5)
        self.assertIn("Traceback", about["debug"])
