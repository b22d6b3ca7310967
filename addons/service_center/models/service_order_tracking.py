from odoo import models
from odoo.tools.mail import generate_tracking_message_id


class ServiceOrder(models.Model):
    """A thousand orders moved at once are logged by few queries, not by thousands.

    Odoo writes the note on tracked changes record by record. Here those notes are
    collected while Odoo composes them, and written as one set.
    """

    _inherit = "service.order"

    def _creation_message(self):
        return self.env._("Taken in.")

    def _message_track(self, fields_iter, initial_values_dict):
        if len(self) == 1:
            return super()._message_track(fields_iter, initial_values_dict)
        notes = []
        collecting = self.with_context(service_collected_notes=notes)
        tracking = super(ServiceOrder, collecting)._message_track(
            fields_iter, initial_values_dict
        )
        self._log_collected_notes(notes)
        return tracking

    def _message_log(self, **values):
        notes = self.env.context.get("service_collected_notes")
        if notes is None:
            return super()._message_log(**values)
        notes.append(
            (
                self.id,
                values["body"],
                values["author_id"],
                values["tracking_value_ids"] or [],
            )
        )
        return self.env["mail.message"]

    def _log_collected_notes(self, notes):
        if not notes:
            return
        authors = {
            author: self._message_compute_author(author)
            for author in {author for _id, _body, author, _values in notes}
        }
        # sudo: like Odoo's own log of a change that was allowed
        messages = self.sudo()._message_create(
            [
                {
                    "author_id": authors[author][0],
                    "email_from": authors[author][1],
                    "model": self._name,
                    "res_id": res_id,
                    "body": body,
                    "message_type": "notification",
                    "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id(
                        "mail.mt_note"
                    ),
                    "is_internal": True,
                    "email_add_signature": False,
                    "record_alias_domain_id": False,
                    "record_company_id": False,
                    "reply_to": False,
                    "message_id": generate_tracking_message_id("message-notify"),
                }
                for res_id, body, author, _values in notes
            ]
        )
        self.env["mail.tracking.value"].sudo().create(
            [
                {**command[2], "mail_message_id": message.id}
                for message, (_id, _body, _author, values) in zip(
                    messages, notes, strict=True
                )
                for command in values
            ]
        )
