from . import test_earning
