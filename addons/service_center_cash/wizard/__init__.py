from . import account_payment_register
from . import service_cash_payment
from . import service_cash_void
from . import service_cash_transfer
from . import service_cash_close
from . import service_cash_book
from . import service_duty_check
