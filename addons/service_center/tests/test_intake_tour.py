import base64
import io

from PIL import Image

from odoo.tests import HttpCase, tagged

from .common_intake import IntakeCommon


@tagged("post_install", "-at_install")
class TestIntakeTour(IntakeCommon, HttpCase):
    """Intake with photos and a drawn signature, in the real browser."""

    def _take_in(self, tour):
        self.desk.lang = "en_US"
        self._require(photo_count=2, accessories=True, appearance=True, signature=True)
        self.consent.active = True
        order = self._create_order()
        self.start_tour(f"/odoo/service-orders/{order.id}", tour, login="desk")
        return order

    def _check(self, order):
        self.assertRecordValues(
            order,
            [
                {
                    "state": "new",
                    "receipt_number": 1,
                    "appearance": "Scratch on the back",
                    "no_accessories": True,
                    "fault": "Does not charge either",
                }
            ],
        )
        self.assertEqual(order.consent_ids.mapped("answer"), ["agreed"])
        self.assertEqual(len(order.photo_ids), 2)
        for photo in order.photo_ids:
            content = base64.b64decode(photo.image)
            with Image.open(io.BytesIO(content)) as picture:
                self.assertEqual((picture.format, picture.size), ("JPEG", (1920, 1440)))
        receipt = order.receipt_ids
        self.assertEqual((receipt.number, receipt.method), (1, "screen"))
        self.assertEqual(receipt.signed_by, "Анна Крылова")
        self.assertTrue(receipt._is_intact())

    def test_intake_with_photos_and_signature(self):
        self._check(self._take_in("service_center_intake"))


@tagged("post_install", "-at_install")
class TestIntakeTourPhone(TestIntakeTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_intake_with_photos_and_signature(self):
        self._check(self._take_in("service_center_intake_phone"))
