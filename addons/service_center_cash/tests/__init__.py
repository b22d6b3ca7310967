from . import test_cash
from . import test_shift
