import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import email_normalize
from odoo.tools.mail import decode_message_header

from ..tools import robots

_logger = logging.getLogger(__name__)
BOUNCES_A_DAY = 1


class Source:
    """A letter on its way through the gateway, and what was looked up about it.

    Odoo asks five times who the sender is, and whether an address is its own.
    """

    def __init__(self, content):
        self.content = content
        self.aliases = {}  # address: whether it is one of ours
        self.nobody = set()  # addresses that no contact has


class MailThread(models.AbstractModel):
    """No letter is lost: what breaks on its way in is kept as a file."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Process a letter as Odoo does; one that cannot be is kept for a head.

        A letter to nobody is refused as Odoo does where the sending server waits for
        an answer, and kept where it was fetched and would be gone.
        """
        source = message
        if hasattr(source, "data"):  # as the gateway script sends it
            source = source.data
        if isinstance(source, str):
            source = source.encode("utf-8", "surrogateescape")
        source = bytes(source)
        mine = self.with_context(service_mail_source=Source(source))
        fetched = bool(self.env.context.get("default_fetchmail_server_id"))
        try:
            with self.env.cr.savepoint():
                return super(MailThread, mine).message_process(
                    model,
                    source.replace(b"\0", b""),  # no letter may have any, a few do
                    custom_values=custom_values,
                    save_original=save_original,
                    strip_attachments=strip_attachments,
                    thread_id=thread_id,
                )
        except Exception as error:
            busy = isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
            if self.env.context.get("service_mail_release"):
                raise
            nobody = str(error).startswith("No possible route")
            if (busy or nobody) and not fetched:
                raise  # the server tries again, or the sending server is told
            kind = "busy" if busy else "nobody" if nobody else "broken"
            self.env["service.mail.quarantine"]._keep_broken(kind, source, error, model)
            return False

    @api.model
    def message_parse(self, message, save_original=False):
        """Texts without the characters that a database cannot hold."""
        values = super().message_parse(message, save_original=save_original)
        for name, value in values.items():
            if isinstance(value, str) and "\0" in value:
                values[name] = value.replace("\0", "")
        return values

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        parent_id = message_dict.get("parent_id")  # Odoo forgets it for an alias
        routes = super().message_route(
            message,
            message_dict,
            model=model,
            thread_id=thread_id,
            custom_values=custom_values,
        )
        return self.env["crm.lead"]._sort_routes(
            message, message_dict, routes, parent_id
        )

    @api.model
    def _routing_create_bounce_email(
        self, email_from, body_html, message, **mail_values
    ):
        """No answer to a robot, and to anybody else one a day: answers make loops."""
        to = decode_message_header(message, "Return-Path") or email_from
        address = email_normalize(to or "") or str(to)
        if robots.get_kind(message, address):
            _logger.info("No bounce: nobody wrote that letter")
            return None
        quotas = self.env["service.lead.quota"]
        if not quotas._take("bounce", address, BOUNCES_A_DAY):
            _logger.info("No second bounce to one address within a day")
            return None
        return super()._routing_create_bounce_email(
            email_from, body_html, message, **mail_values
        )
