from . import test_part_label
