import base64

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common_intake import IntakeCommon, picture


@tagged("post_install", "-at_install")
class TestIntakeHttp(IntakeCommon, HttpCase):
    """Photos and receipts over every way the web server has to a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    def setUp(self):
        super().setUp()
        self.photo = self._photo(self.order)
        self.receipt = self._sign(self.order)
        self.order.with_user(self.engineer).action_start()
        self.files = self.env["ir.attachment"].search(
            [
                ("res_model", "in", [self.photo._name, self.receipt._name]),
                ("res_id", "in", [self.photo.id, self.receipt.id]),
                ("res_field", "!=", False),
            ]
        )

    def _addresses(self):
        photo, receipt = self.photo.id, self.receipt.id
        yield f"/web/image/service.order.photo/{photo}/image"
        yield f"/web/image/service.order.photo/{photo}/image_256"
        yield f"/web/image/service.order.photo/{photo}/image/99x99"
        yield f"/web/content/service.order.photo/{photo}/image"
        yield f"/web/content/service.receipt/{receipt}/file"
        yield f"/web/content?model=service.receipt&id={receipt}&field=file"
        yield f"/web/image?model=service.order.photo&id={photo}&field=image"
        for file in self.files:
            yield f"/web/content/{file.id}"
            yield f"/web/image/{file.id}"
            yield f"/web/content/{file.id}?access_token=False"
            yield f"/web/content/{file.id}-{file.checksum}"

    def _contents(self):
        return [file.raw for file in self.files]

    def test_who_sees_the_order_gets_its_files(self):
        self.assertEqual(len(self.files), 3)
        for login in ("desk", "engineer", "head"):
            self.authenticate(login, login)
            found = [self.url_open(each).content for each in self._addresses()]
            for content in self._contents():
                self.assertIn(content, found, login)

    def test_who_does_not_see_the_order_gets_none(self):
        contents = self._contents()
        for login in ("stranger", "colleague", "outsider", None):
            self.authenticate(login, login)
            for address in self._addresses():
                with self.subTest(login=login, address=address):
                    answer = self.url_open(address)
                    self.assertNotIn(answer.content, contents)
                    if "/image" not in address:  # else a picture of nothing
                        self.assertIn(answer.status_code, (403, 404))

    def _upload(self, order, content, name="photo.jpg"):
        return self.url_open(
            f"/service_center/order/{order.id}/photo",
            data={"csrf_token": Request.csrf_token(self)},
            files={"ufile": (name, content, "image/jpeg")},
        )

    def test_uploading_obeys_the_rights_and_says_why_not(self):
        order = self._create_order(serial="UP-1")
        content = base64.b64decode(picture())
        for login, status in (
            ("desk", 200),
            ("head", 200),
            ("stranger", 422),
            ("engineer", 422),
            ("outsider", 422),
        ):
            self.authenticate(login, login)
            with self.subTest(login):
                answer = self._upload(order, content)
                self.assertEqual(answer.status_code, status)
                if status == 422:
                    self.assertTrue(answer.json()["error"]["message"])
        self.assertEqual(len(order.photo_ids), 2)
        self.authenticate("desk", "desk")
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
        answer = self._upload(order, svg, "photo.jpg")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("no photo", answer.json()["error"]["message"])

    def test_uploading_needs_a_token_and_a_login(self):
        content = base64.b64decode(picture())
        address = f"/service_center/order/{self.order.id}/photo"
        files = {"ufile": ("photo.jpg", content, "image/jpeg")}
        self.authenticate("desk", "desk")
        self.assertEqual(self.url_open(address, files=files).status_code, 400)
        self.authenticate(None, None)
        answer = self.url_open(address, files=files, allow_redirects=False)
        self.assertNotEqual(answer.status_code, 200)
        self.assertEqual(len(self.order.photo_ids), 1)
