import importlib.util

if importlib.util.find_spec("zplkit"):  # draws labels, for tests alone
    from . import test_place_label
