from . import service_cash_payment
from . import service_cash_void
