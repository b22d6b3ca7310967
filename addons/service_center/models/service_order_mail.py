from odoo import models


class ServiceOrder(models.Model):
    """Letters about an order go through the queue: nobody at a screen waits for them.

    Odoo sends them in the web process as soon as the transaction is over, and waits up
    to a minute for a mail server that does not answer: with two processes and two
    letters the whole desk would stand still.
    """

    _inherit = "service.order"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        queued = self.with_context(mail_notify_force_send=False)
        res = super(ServiceOrder, queued)._notify_thread_by_email(
            message, recipients_data, **kwargs
        )
        if any(each["notif"] == "email" for each in recipients_data):
            # sudo: whoever writes may not run jobs; this one sends what is waiting
            job_sudo = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
            job_sudo._trigger()
        return res
