import base64
import io

from PIL import Image, ImageDraw

from .common import ServiceCommon


def picture(size=(64, 48), color="navy", kind="JPEG", mode="RGB"):
    """A photo in base64."""
    stream = io.BytesIO()
    Image.new(mode, size, color or 0).save(stream, kind)
    return base64.b64encode(stream.getvalue())


def signature(blank=False):
    """What the signature field gives: strokes on a transparent ground, in base64."""
    image = Image.new("RGBA", (300, 100))
    if not blank:
        ImageDraw.Draw(image).line([(10, 80), (150, 20), (290, 70)], "darkblue", 3)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


class IntakeCommon(ServiceCommon):
    """Orders of a type of device that asks for something at intake."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.charger = cls.env.ref("service_center.service_accessory_charger")
        cls.consent = cls.env["service.consent"].create(
            {"name": "Loss of data", "text": "Data may be lost.", "active": False}
        )

    def _require(self, **rules):
        """What intake of a phone asks for, by the names without ``intake_``."""
        self.phone_type.write({f"intake_{name}": each for name, each in rules.items()})

    def _photo(self, order, user=None, **vals):
        photos = self.env["service.order.photo"].with_user(user or self.desk)
        return photos.create({"order_id": order.id, "image": picture(), **vals})

    def _sign(self, order, user=None, **kwargs):
        order = order.with_user(user or self.desk)
        order.env.invalidate_all()
        values = {"signed_by": "Анна Крылова", "signature": signature(), **kwargs}
        return self.env["service.receipt"].browse(order.action_record_receipt(**values))
