from . import test_cash
