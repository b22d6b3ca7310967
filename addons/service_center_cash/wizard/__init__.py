from . import service_cash_payment
