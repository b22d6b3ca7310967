from . import account_journal
from . import account_move
from . import account_payment
from . import account_payment_post
from . import account_payment_void
from . import service_cash_allocation
from . import service_cash_purpose
from . import service_order
