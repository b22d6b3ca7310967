from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize, html2plaintext
from odoo.tools.mail import email_split_tuples

from ..tools import robots, texts

ANSWERS_A_DAY = 200
SAME_LIMIT = 20  # letters of the same words to one branch in an hour


class CrmLead(models.Model):
    """A letter to a branch becomes a lead, unless nobody wrote it."""

    _inherit = "crm.lead"

    mail_fingerprint = fields.Char(
        readonly=True,
        copy=False,
        help="The same for letters that differ only in numbers and addresses.",
    )

    @api.model
    def _get_server_fields(self):
        return super()._get_server_fields() | {"mail_fingerprint"}

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        custom_values = dict(custom_values or {})
        branch = self._get_route_branch(custom_values)
        if not branch:
            return super().message_new(msg_dict, custom_values)
        stated = self._get_stated_in_mail(msg_dict)
        values = self._prepare_received_values(
            branch, "mail", stated, team_id=custom_values.get("team_id")
        )
        values["mail_fingerprint"] = texts.fingerprint(
            msg_dict.get("subject"), stated["text"]
        )
        lead = super().message_new(msg_dict, {**custom_values, **values})
        lead._answer_automatically()
        return lead

    @api.model
    def _get_route_branch(self, custom_values):
        team = self.env["crm.team"].browse((custom_values or {}).get("team_id") or [])
        return team.sudo().service_branch_id

    @api.model
    def _get_stated_in_mail(self, msg_dict):
        """What a letter says, as texts; nothing of it is proven."""
        sender = msg_dict.get("email_from") or ""
        name, address = (email_split_tuples(sender) or [("", "")])[0]
        body = msg_dict.get("body") or ""
        return {
            "name": name if "@" not in name else "",
            "email": sender[:250] if address else "",
            "subject": (msg_dict.get("subject") or "")[:300],
            "text": texts.own_words(html2plaintext(body[:200_000])),
        }

    def _answer_automatically(self):
        """One confirmation to one sender a day, with the number and nothing else."""
        self.ensure_one()
        company = self.company_id
        address = email_normalize(self.email_from or "")
        if not (company.service_lead_auto_answer and address):
            return
        quotas = self.env["service.lead.quota"]
        if not quotas._take("answer", address, 1):
            return
        if not quotas._take("answers", company.id, ANSWERS_A_DAY):
            return  # of letters from addresses that somebody has made up
        template = self.env.ref("service_center_leads.mail_template_received")
        template.send_mail(
            self.id,
            email_values={
                "email_to": address,
                "recipient_ids": [],
                "headers": repr({"Auto-Submitted": "auto-replied"}),
            },
        )

    # What is not taken for a lead

    @api.model
    def _sort_routes(self, message, message_dict, routes, parent_id):
        """The routes of a letter without those that make a lead of no request.

        A reply on a request that became an order goes to the order, although it is
        written to the address of the branch.
        """
        kept = []
        for route in routes or ():
            model, thread_id, values, user_id, _alias = route
            if model != "crm.lead":
                kept.append(route)
                continue
            order = self._get_answered_order(thread_id, values, parent_id)
            if order:
                message_dict["parent_id"] = parent_id
                kept.append((order._name, order.id, {}, user_id, None))
            elif thread_id or not self._is_held(message, message_dict, values):
                kept.append(route)
        return kept

    @api.model
    def _get_answered_order(self, thread_id, values, parent_id):
        """The order in work that a letter answers on, by its request or its letters."""
        # sudo: the gateway runs as anybody; only where a reply belongs is asked
        orders = self.env["service.order"].sudo()
        if thread_id:
            found = self.browse(thread_id).sudo().service_order_ids[:1]
        elif parent_id and self._get_route_branch(values):
            parent = self.env["mail.message"].sudo().browse(parent_id)
            found = orders.browse(parent.model == orders._name and parent.res_id or [])
            found = found.exists().filtered("lead_id")
        else:
            found = orders
        return found.filtered(lambda order: order.state != "issued")

    @api.model
    def _is_held(self, message, message_dict, values):
        """Keep a letter that nobody wrote, or one of a flood, for a head to see."""
        branch = self._get_route_branch(values)
        if not branch or self.env.context.get("service_mail_release"):
            return False
        sender = email_normalize(message_dict.get("email_from") or "") or ""
        kind = robots.get_kind(message, sender)
        if not kind and self._is_flood(branch, sender, message_dict):
            kind = "flood"
        if kind:
            self.env["service.mail.quarantine"]._hold(kind, branch)
        return bool(kind)

    @api.model
    def _is_flood(self, branch, sender, message_dict):
        """Whether the same words came too often, or too much from strangers."""
        stated = self._get_stated_in_mail(message_dict)
        words = texts.fingerprint(message_dict.get("subject"), stated["text"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE mail_fingerprint = %s), count(*)
                  FROM crm_lead
                 WHERE branch_id = %s AND create_date > %s
                   AND mail_fingerprint IS NOT NULL
                """,
                words,
                branch.id,
                self.env.cr.now() - timedelta(hours=1),
            )
        )
        same, total = rows[0]
        if same >= SAME_LIMIT:
            return True
        limit = branch.company_id.service_lead_hour_limit
        if not limit or total < limit:
            return False
        text = f"{stated['subject']}\n{stated['text']}"
        known = self.env["res.partner"].search_count(
            [("email_normalized", "=", sender)], limit=1
        )
        return not (known or self._find_lead_phone(branch, False, text))
