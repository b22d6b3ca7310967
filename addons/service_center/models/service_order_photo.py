import base64
import binascii
import hashlib

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.image import ImageProcess
from odoo.tools.mimetypes import guess_mimetype

PHOTO_TYPES = {"image/jpeg": "jpg", "image/png": "png"}
PHOTO_LIMIT = 10 * 1024 * 1024
PHOTO_SIDE, THUMBNAIL_SIDE = 1920, 256
PHOTOS_LIMIT = 50


class ServiceOrderPhoto(models.Model):
    """A photo of the device: how it came, and what was found and done.

    What was photographed stays as it was photographed: nobody has the right to write
    one. The files hang on this record, so whoever does not see the order sees none of
    them, and whoever sees it cannot exchange them.
    """

    _name = "service.order.photo"
    _description = "Photo of a Device"
    _inherit = ["service.readonly.mixin"]
    _order = "id"

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        [("intake", "At Intake"), ("repair", "During the Repair")],
        readonly=True,
        help="Taken while the order was new, or later. Nobody chooses it.",
    )
    name = fields.Char("File Name", readonly=True, help="The number of the order.")
    image = fields.Image(
        "Photo",
        max_width=PHOTO_SIDE,
        max_height=PHOTO_SIDE,
        required=True,
        copy=False,
        help="JPEG or PNG of up to 10 MB; kept with 1920 pixels at most.",
    )
    image_256 = fields.Image(
        "Thumbnail",
        max_width=THUMBNAIL_SIDE,
        max_height=THUMBNAIL_SIDE,
        readonly=True,
        copy=False,
    )
    checksum = fields.Char(
        "Fingerprint",
        readonly=True,
        help="SHA-256 of the photo as it is kept.",
    )

    @api.depends("name", "create_date")
    def _compute_display_name(self):
        for photo in self:
            photo.display_name = photo.name or self.env._("New Photo")

    def _complete_create_values(self, vals_list):
        vals_list = super()._complete_create_values(vals_list)
        orders = self.env["service.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        orders._check_may_photograph(len(vals_list))
        for vals in vals_list:
            order = orders.browse(vals.get("order_id"))
            content, extension = self._read_photo(vals.get("image"))
            photo, thumbnail = self._shrink_photo(content)
            vals["kind"] = "intake" if order.state == "new" else "repair"
            vals["name"] = f"{order.name}.{extension}"
            vals["image"] = base64.b64encode(photo)
            vals["image_256"] = base64.b64encode(thumbnail)
            vals["checksum"] = hashlib.sha256(photo).hexdigest()
        return vals_list

    @api.model
    def _read_photo(self, image):
        """What was uploaded, and its extension; or say why it is no photo.

        What a browser would run (SVG, HTML) is no photo, whatever its name says.
        """
        try:
            content = base64.b64decode(image or b"", validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if len(content) > PHOTO_LIMIT:
            raise UserError(
                self.env._("This photo is larger than 10 MB. Make it smaller first.")
            )
        extension = PHOTO_TYPES.get(guess_mimetype(content))
        if not extension:
            raise UserError(
                self.env._(
                    "This file is no photo. Choose a JPEG or PNG picture, or take the "
                    "photo with the camera."
                )
            )
        return content, extension

    @api.model
    def _shrink_photo(self, content):
        """The photo as it is kept, and its thumbnail."""
        try:
            return tuple(
                self._draw_photo(content, side) for side in (PHOTO_SIDE, THUMBNAIL_SIDE)
            )
        except (OSError, Image.DecompressionBombError) as error:
            raise UserError(
                self.env._("This photo is damaged or far too big. Take it once more.")
            ) from error

    @api.model
    def _draw_photo(self, content, side):
        """What is seen and no more: not where, when and with what it was taken."""
        drawing = ImageProcess(content).resize(side, side)
        drawing.image.load()  # what stands at the end of the file, too
        drawing.image.info = {
            name: value
            for name, value in drawing.image.info.items()
            if name == "transparency"
        }
        drawing.operationsCount += 1  # else a photo small enough is kept as it came
        return drawing.image_quality()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_while_new(self):
        late = self.order_id.filtered(lambda order: order.state != "new")
        if late and not self.env.su:  # a customer may have to be forgotten
            raise UserError(
                self.env._(
                    "%(orders)s: photos can be deleted only while the order is new. "
                    "Now they are evidence.",
                    orders=", ".join(late[:10].mapped("name")),
                )
            )


class ServiceOrder(models.Model):
    _inherit = "service.order"

    photo_ids = fields.One2many("service.order.photo", "order_id", "Photos", copy=False)

    def _check_may_photograph(self, count):
        """Photos of intake are the desk's; those of the repair are everybody's."""
        self.check_access("write")
        for order in self:
            if order.state == "issued":
                order._raise_frozen()
            if order.state == "new" and not order._may_change_intake():
                raise AccessError(
                    self.env._(
                        "%(order)s: photos of intake are taken by a manager. Take the "
                        "order to work first.",
                        order=order.name,
                    )
                )
            if len(order.photo_ids) + count > PHOTOS_LIMIT:
                raise UserError(
                    self.env._(
                        "%(order)s: an order holds %(limit)s photos at most.",
                        order=order.name,
                        limit=PHOTOS_LIMIT,
                    )
                )

    def _get_intake_photos(self):
        """The photos that show how the devices came."""
        return self.photo_ids.filtered(lambda photo: photo.kind == "intake")

    def _get_described_blockers(self, rules):
        reasons = super()._get_described_blockers(rules)
        taken = len(self._get_intake_photos()) if rules.photo_count else 0
        if taken < rules.photo_count:
            reasons.append(
                self.env._(
                    "Take photos of the device: %(taken)s of %(count)s are there.",
                    taken=taken,
                    count=rules.photo_count,
                )
            )
        return reasons
