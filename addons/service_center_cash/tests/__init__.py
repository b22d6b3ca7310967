import importlib.util

from . import test_cash
from . import test_shift
from . import test_transfer
from . import test_second_person
from . import test_auto
from . import test_paper
from . import test_paper_safety
from . import test_cash_book
from . import test_fiscal
from . import test_desk_setup
from . import test_duty
from . import test_cash_balance
from . import test_register_wizard
from . import test_new_company
from . import test_access_matrix
from . import test_scan

if importlib.util.find_spec("hypothesis"):  # Odoo itself does not bring it along
    from . import test_life_cash
