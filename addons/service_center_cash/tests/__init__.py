from . import test_cash
from . import test_shift
from . import test_auto
from . import test_paper
from . import test_paper_safety
from . import test_cash_book
from . import test_fiscal
from . import test_duty
