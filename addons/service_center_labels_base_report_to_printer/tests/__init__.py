from . import test_printing
