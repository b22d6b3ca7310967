from . import test_place_label
