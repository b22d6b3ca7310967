import importlib.util

from . import test_access_matrix
from . import test_clawback
from . import test_earning
from . import test_pay_access
from . import test_pay_fraud
from . import test_pay_queries
from . import test_pay_rule
from . import test_payout
from . import test_settlement
from . import test_statement

if importlib.util.find_spec("hypothesis"):  # Odoo itself does not bring it along
    from . import test_pay_life
