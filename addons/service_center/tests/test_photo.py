import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.service_order_photo import PHOTOS_LIMIT
from .common_intake import IntakeCommon, picture


@tagged("post_install", "-at_install")
class TestPhoto(IntakeCommon):
    """Photos of a device: only pictures, small ones, and evidence once taken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    def _files(self, photo):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", photo._name),
                ("res_id", "=", photo.id),
                ("res_field", "!=", False),
            ]
        )

    def test_a_big_photo_is_kept_small_with_a_thumbnail(self):
        photo = self._photo(self.order, image=picture((4000, 3000)))
        sizes = {}
        for name in ("image", "image_256"):
            content = base64.b64decode(photo[name])
            sizes[name] = Image.open(io.BytesIO(content)).size
        self.assertEqual(sizes, {"image": (1920, 1440), "image_256": (256, 192)})
        self.assertEqual(photo.name, f"{self.order.name}.jpg")
        self.assertEqual(len(photo.checksum), 64)

    def test_where_and_when_a_photo_was_taken_is_not_kept(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # turned, to be shown upright
        exif[0x010F] = "Canary Camera"
        exif.get_ifd(0x8825)[2] = (59.0, 56.0, 10.5)  # latitude
        for kind, more in (
            ("JPEG", {"comment": b"Canary comment", "exif": exif}),
            ("PNG", {"exif": exif}),
        ):
            for size in ((64, 48), (2400, 1800)):
                stream = io.BytesIO()
                Image.new("RGB", size, "navy").save(stream, kind, **more)
                self.assertIn(b"Canary", stream.getvalue())
                image = base64.b64encode(stream.getvalue())
                photo = self._photo(self.order, image=image)
                for name in ("image", "image_256"):
                    with self.subTest(kind, size=size, name=name):
                        content = base64.b64decode(photo[name])
                        self.assertNotIn(b"Canary", content)
                        kept = Image.open(io.BytesIO(content))
                        self.assertFalse(dict(kept.getexif()))
                        self.assertLess(*kept.size)  # width before height

    def test_what_is_no_photo_is_refused(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
        html = b"<html><script>alert(1)</script></html>"
        bomb = picture((15000, 15000), color=None, kind="PNG", mode="1")
        many = picture((8000, 8000), color=None, kind="PNG", mode="1")
        whole = base64.b64decode(picture((400, 300), kind="PNG"))
        for name, content in (
            ("svg", svg),
            ("xml svg", b'<?xml version="1.0"?>' + svg),
            ("html", html),
            ("pdf", b"%PDF-1.4 nothing"),
            ("gif", base64.b64decode(picture(kind="GIF"))),
            ("text", b"hello"),
            ("nothing", b""),
            ("only its head", whole[:16]),
            ("bomb", base64.b64decode(bomb)),
            ("too many pixels", base64.b64decode(many)),
            ("too large", whole + b"0" * 10 * 1024 * 1024),
        ):
            for user in (self.desk, self.head, self.env.ref("base.user_admin")):
                with self.subTest(name, user=user.login), self.assertRaises(UserError):
                    self._photo(self.order, user, image=base64.b64encode(content))
        with self.assertRaises(UserError):
            self._photo(self.order, image="this is not base64!")
        self.assertFalse(self.order.photo_ids)

    def test_the_state_of_the_order_says_what_a_photo_shows(self):
        intake = self._photo(self.order)
        self.order.with_user(self.engineer).action_start()
        repair = self._photo(self.order, self.engineer)
        self.assertEqual((intake + repair).mapped("kind"), ["intake", "repair"])
        for vals in ({"kind": "intake"}, {"checksum": "x"}, {"image_256": picture()}):
            with self.assertRaisesRegex(UserError, "by itself"):
                self._photo(self.order, **vals)

    def test_intake_is_photographed_by_the_desk(self):
        with self.assertRaisesRegex(AccessError, "by a manager"):
            self._photo(self.order, self.engineer)

    def test_nobody_changes_a_photo_or_its_file(self):
        photo = self._photo(self.order)
        other = self._create_order(serial="SN-2")
        for user in (self.engineer, self.desk, self.head):
            mine = photo.with_user(user)
            for vals in (
                {"image": picture()},
                {"order_id": other.id},
                {"kind": "repair"},
            ):
                with self.assertRaises(UserError):
                    mine.write(vals)
            for file in self._files(photo).with_user(user):
                self.assertTrue(file.has_access("read"))
                for act in (
                    lambda file=file: file.write({"raw": b"x"}),
                    lambda file=file: file.write({"public": True}),
                    lambda file=file: file.write({"res_id": 0}),
                    file.unlink,
                    file.generate_access_token,
                ):
                    with self.assertRaises(AccessError):
                        act()

    def test_photos_go_only_while_the_order_is_new_and_only_by_managers(self):
        first, second = self._photo(self.order), self._photo(self.order)
        with self.assertRaises(AccessError):
            first.with_user(self.engineer).unlink()
        first.with_user(self.desk).unlink()
        self.order.with_user(self.engineer).action_start()
        for user in (self.desk, self.head):
            with self.assertRaisesRegex(UserError, "evidence"):
                second.with_user(user).unlink()

    def test_an_issued_order_takes_no_photos(self):
        self._finish(self.order)
        self.order.with_user(self.desk).action_issue()
        with self.assertRaisesRegex(UserError, "issued"):
            self._photo(self.order)

    def test_there_is_an_end_of_photos(self):
        values = {"order_id": self.order.id, "image": picture()}
        photos = self.env["service.order.photo"].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "at most"):
            photos.create([values] * (PHOTOS_LIMIT + 1))

    def test_files_are_never_public(self):
        files = self._files(self._photo(self.order))
        self.assertEqual(len(files), 2)
        self.assertFalse(any(files.mapped("public")))

    def test_who_does_not_see_the_order_sees_no_photo(self):
        photo = self._photo(self.order)
        files = self._files(photo)
        self.order.with_user(self.engineer).action_start()
        for user in (self.stranger, self.colleague, self.outsider):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    photo.with_user(user).read(["image"])
                with self.assertRaises(AccessError):
                    files.with_user(user).read(["raw"])
                with self.assertRaises(AccessError):
                    self._photo(self.order, user)
                found = self.env["ir.attachment"].with_user(user)
                self.assertFalse(found.search([("id", "in", files.ids)]))
