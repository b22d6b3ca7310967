import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .crm_lead_answer import ACTIVITY
from .crm_lead_next import NEXT

PHOTO_MIMETYPES = ("image/jpeg", "image/png")
PHOTOS_LIMIT = 30


class CrmLead(models.Model):
    """From a request to an order with one press, and nothing typed twice."""

    _inherit = "crm.lead"

    service_order_ids = fields.One2many("service.order", "lead_id", "Service Orders")
    service_order_id = fields.Many2one(
        "service.order", "Order", compute="_compute_service_order_id"
    )
    to_order = fields.Float(
        "To Order, %",
        default=0.0,
        readonly=True,
        copy=False,
        aggregator="avg",
        help="100 if it became an order, else 0: the average is the percentage.",
    )
    photo_ids = fields.Many2many(
        "ir.attachment", compute="_compute_photo_ids", string="Photos"
    )

    @api.model
    def _get_server_fields(self):
        return super()._get_server_fields() | {"to_order"}

    @api.depends("service_order_ids")
    def _compute_service_order_id(self):
        for lead in self:
            lead.service_order_id = lead.service_order_ids[:1]

    def _compute_photo_ids(self):
        found = self.env["ir.attachment"].search(self._get_photo_domain())
        photos = found.grouped("res_id")
        for lead in self:
            lead.photo_ids = photos.get(lead._origin.id, found.browse())[:PHOTOS_LIMIT]

    def _get_photo_domain(self):
        return [
            ("res_model", "=", self._name),
            ("res_id", "in", self._origin.ids),
            ("mimetype", "in", PHOTO_MIMETYPES),
        ]

    def action_to_order(self):
        """Make the order, or open the one that was made.

        Of two presses at the same moment the second is run again and opens what the
        first one made: both write the lead before anything else.
        """
        self.ensure_one()
        if not self.service_order_ids:
            self.check_access("write")
            self._check_ready_for_order()
            self._write_server_fields({"date_conversion": fields.Datetime.now()})
            self.flush_recordset()
            self._make_order()
        return self.action_view_order()

    def action_view_order(self):
        """Open the order that this request became."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.order",
            "res_id": self.service_order_ids[:1].id,
            "views": [(False, "form")],
        }

    def _check_ready_for_order(self):
        """What an order needs, all at once."""
        missing = []
        if not self.branch_id:
            missing.append(self.env._("Branch: whose order is it?"))
        if not (self.partner_id or self.contact_name or self._find_known()):
            missing.append(self.env._("Contact Name: whom does the device belong to?"))
        if not (self.device_id or self.device_type_id or self.device_model_id):
            missing.append(self.env._("Device Type or Model: what is to be repaired?"))
        if missing:
            raise UserError(
                self.env._(
                    "Fill this in here first, the order takes it over:\n%(missing)s",
                    missing="\n".join(missing),
                )
            )

    def _find_known(self):
        """The only customer with the phone number of this request, if there is one."""
        partners = self.env["res.partner"]
        if not self.phone:
            return partners
        country = self.branch_id.partner_id.country_id
        found = partners._find_by_phones([self.phone], country)[self.phone]
        return found if len(found) == 1 else partners

    def _make_order(self):
        about = {"email": email_normalize(self.email_from) or self.email_from or False}
        if self.lang_code:
            about["lang"] = self.lang_code
        orders = self.env["service.order"].with_context(service_lead_customer=about)
        order = orders.create(self._prepare_order_values()).with_env(self.env)
        order._write_server_fields({"lead_id": self.id, **self._get_campaign_values()})
        self._give_photos(order)
        self._give_conversation(order)
        if not self.partner_id:
            self.partner_id = order.partner_id
        self._note_answer()
        self.action_set_won()
        self._unlink_own_activities()
        self._write_server_fields({"to_order": 100.0})
        return order

    def _unlink_own_activities(self):
        """Answering is over; what somebody has planned himself stays."""
        ids = self.env["ir.model.data"]._xmlid_to_res_id
        kinds = [ids(ACTIVITY), ids(NEXT)]
        # sudo: the reminder may be a colleague's
        activities = self.sudo().activity_ids
        activities.filtered(lambda each: each.activity_type_id.id in kinds).unlink()

    def _prepare_order_values(self):
        """Values of the order that this request becomes.

        Hook: whoever adds a field to both passes it on here.
        """
        self.ensure_one()
        vals = {
            "branch_id": self.branch_id.id,
            "user_id": self.env.uid,
            "partner_phone": self.phone,
            "fault": self.fault,
            "fault_id": self.fault_id.id,
        }
        if self.partner_id:
            vals["partner_id"] = self.partner_id.id
        else:
            vals["partner_name"] = self.contact_name or self.partner_name
        if self.device_id:
            vals["device_id"] = self.device_id.id
        else:
            vals.update(
                serial=self.serial,
                device_type_id=self.device_type_id.id,
                device_brand_id=self.device_brand_id.id,
                device_model_id=self.device_model_id.id,
            )
        return vals

    def _get_campaign_values(self):
        names = ("source_id", "medium_id", "campaign_id")
        return {name: self[name].id for name in names}

    def _give_photos(self, order):
        """Pictures of the letters and of the form become photos of intake."""
        photos, values = self.env["service.order.photo"], []
        for attachment in self.photo_ids:
            image = base64.b64encode(attachment.raw or b"")
            try:
                content, _extension = photos._read_photo(image)
                photos._shrink_photo(content)
            except UserError:
                continue  # what is no photo stays a file of the conversation
            values.append({"order_id": order.id, "image": image})
        if values:
            photos.create(values)

    def _give_conversation(self, order):
        """Letters and answers go along: who replies to them now writes on the order."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("message_type", "in", ("email", "comment", "email_outgoing")),
            ]
        )
        # sudo: whoever makes the order of a request takes all of it along
        messages_sudo = messages.sudo()
        files_sudo = messages_sudo.attachment_ids.filtered(
            lambda each: each.res_model == self._name and each.res_id == self.id
        )
        messages_sudo.write({"model": order._name, "res_id": order.id})
        files_sudo.write({"res_model": order._name, "res_id": order.id})
        for record, other in ((self, order), (order, self)):
            record._message_log(
                body=self.env._("Goes along with %(link)s", link=other._get_html_link())
            )
