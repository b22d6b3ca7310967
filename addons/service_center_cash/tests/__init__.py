from . import test_cash
from . import test_shift
from . import test_auto
