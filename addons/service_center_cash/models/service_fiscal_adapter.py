from odoo import api, models


class ServiceFiscalAdapter(models.AbstractModel):
    """What the seam of a fiscal device is made of; no device is shipped with this.

    A seam adds a model that inherits this one, and its name to
    ``account.journal._get_fiscal_adapters``::

        class FiscalPrinter(models.AbstractModel):
            _name = "service.fiscal.printer"
            _inherit = "service.fiscal.adapter"
            _description = "Fiscal printer X"

            def _register_payment(self, payment, key):
                return ask_the_device(amount=payment.amount, once=key)

    It is called by a scheduled job after the cash order is recorded, never in the
    transaction that records it: what a device did cannot be rolled back.
    """

    _name = "service.fiscal.adapter"
    _description = "Adapter of a Fiscal Device"

    @api.model
    def _register_payment(self, payment, key):
        """Register a cash order at the device.

        An exception says that nothing was registered, and it is tried again later. A
        device that may have registered it without answering raises
        ``FiscalUncertain``: then a person looks, and nothing is sent twice.

        :param payment: a posted ``account.payment``; an outbound one is a return, one
            with ``cash_voids_id`` takes another one back
        :param key: unique and the same at each attempt; devices that know such a key
            register it once
        :return: the fiscal number that the device gave
        """
        raise NotImplementedError

    @api.model
    def _needs_registration(self, payment):
        """Whether the device is told of this cash order: money of customers is."""
        return bool(payment.partner_type == "customer" and payment.partner_id)


class FiscalUncertain(Exception):
    """The device did not answer: it may have registered the cash order, or not."""
