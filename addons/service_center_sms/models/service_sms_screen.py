import logging

import psycopg2

from odoo import api, fields, models

from ..tools import segments
from .service_order_text import FINISHED

_logger = logging.getLogger(__name__)
ON_ITS_WAY = ("waiting", "sending", "sent", "delivered")


class ServiceSms(models.Model):
    """What is decided right before a text goes: is it still true, what does it say.

    An event wrote a row that says what it is about. Here it gets its words, in the
    customer's language, and its number. What may not go is cancelled, or waits, with
    the reason in the row. Consent and limits follow in ``service_sms_limits.py``.
    """

    _inherit = "service.sms"

    text_id = fields.Many2one(
        "service.sms.text",
        "Text for the Event",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    stage_id = fields.Many2one(
        "service.stage", readonly=True, index="btree_not_null", ondelete="set null"
    )
    about = fields.Char(
        readonly=True,
        help="What tells this event of the order from others of its kind.",
    )

    @api.model
    def _prepare_row(self, vals):
        row = super()._prepare_row(vals)
        row |= {
            name: vals.get(name) or None for name in ("text_id", "stage_id", "about")
        }
        if row["text_id"]:  # its words and its number come when it is sent
            row |= {"state": "waiting", "failure_type": None}
        return row

    @api.model
    def _get_screens(self):
        """Hook: names of the methods that say, one after another, what may not go.

        Each is called on what the ones before let pass, and returns values by
        identifier as ``_screen`` does. What is in doubt is not asked about: it may have
        been sent.
        """
        return ["_screen_stale", "_screen_words"]

    def _screen(self):
        held = super()._screen()
        lang = self[:1].company_id.partner_id.lang or "en_US"
        rows = self.filtered(lambda sms: not sms.in_doubt).with_context(lang=lang)
        for name in self._get_screens():
            asked = rows.browse(id_ for id_ in rows.ids if id_ not in held)
            if asked:
                held |= getattr(asked, name)()
        return held

    # Is it still true?

    def _screen_stale(self):
        events = self.filtered("about")
        newest = events._get_newest_stage_texts()
        held = {}
        for sms in events:
            if reason := sms._get_stale_reason(newest):
                held[sms.id] = {"state": "cancelled", "reason": reason}
        return held

    def _get_newest_stage_texts(self):
        """By order: its newest text about a stage that was not given up."""
        return dict(
            self._read_group(
                [
                    ("order_id", "in", self.order_id.ids),
                    ("event", "=", "stage"),
                    ("state", "in", ON_ITS_WAY),
                ],
                ["order_id"],
                ["id:max"],
            )
        )

    def _get_stale_reason(self, newest):
        """Why the event of this text is nothing to tell about any more, or ``None``."""
        self.ensure_one()
        order, text = self.order_id, self.text_id
        if not order or not text.active:
            return self.env._("The text or the order is not in use any more.")
        if not order.active:
            return self.env._("The order was archived.")
        check = getattr(order, f"_is_text_true_{self.event}", None)
        if check and not check(self):
            return self.env._(
                "Not true any more: the order is now “%(stage)s”.",
                stage=order.stage_id.name,
            )
        if self.event == "stage" and newest.get(order, 0) > self.id:
            return self.env._("A newer text tells how the order stands.")
        return None

    # What does it say?

    def _screen_words(self):
        held = {}
        # what was tried already keeps its words: a repeat must be the same message
        for sms in self.filtered(lambda sms: sms.text_id and not sms.attempts):
            try:
                found = sms._write_out()
            except psycopg2.Error:
                raise
            except Exception:  # one that cannot be written out must not stop the others
                _logger.exception("Text %s could not be written out", sms.id)
                found = {"state": "failed", "failure_type": "unknown"}
                found["reason"] = self.env._("Its words could not be put together.")
            if found:
                held[sms.id] = found
        return held

    def _write_out(self):
        """Write the words and the number of this text into its row.

        :return: values as of ``_screen`` if there is no number
        """
        order = self.order_id
        order = order.with_context(lang=order._get_document_lang("sms"))
        text = self.text_id.with_env(order.env)
        body = text._fill(order._get_text_values(text._is_plain()))
        typed, number = order._get_text_number()
        self._change(
            ["waiting"],
            body=body,
            segments=segments.count_segments(body),
            number=number or typed or None,
            partner_id=order.partner_id.id,
        )
        if number:
            return None
        if not typed:
            reason = self.env._("The customer has no phone number.")
            return {
                "state": "failed",
                "failure_type": "sms_number_missing",
                "reason": reason,
            }
        return {
            "state": "failed",
            "failure_type": "sms_number_format",
            "reason": self.env._("This is no phone number."),
        }


class ServiceOrder(models.Model):
    """Whether what a text tells is still true; ``_is_text_true_<event>`` by event."""

    _inherit = "service.order"

    def _is_text_true_stage(self, sms):
        """The work began: true until it is over. It is ready: true while it is."""
        told = sms.stage_id.state
        if told in ("new", "in_progress"):
            return self.state not in (*FINISHED, "issued")
        return self.state == told

    def _is_text_true_estimate(self, sms):
        return str(self.open_estimate_id.id) == sms.about

    def _is_text_true_promised(self, sms):
        moved_to = sms.about.split("/")[0]
        return str(self.date_promised) == moved_to and self.state not in (
            *FINISHED,
            "issued",
        )

    def _is_text_true_uncollected(self, sms):
        return self.state in FINISHED and str(self.date_end) == sms.about

    def _is_text_true_aftercare(self, sms):
        return self.state == "issued" and str(self.date_issued) == sms.about
