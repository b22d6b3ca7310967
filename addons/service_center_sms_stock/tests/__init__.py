from . import test_parts_text
