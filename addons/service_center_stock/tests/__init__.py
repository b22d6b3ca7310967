from . import test_bench
from . import test_order_cost
from . import test_parts
from . import test_parts_claim
from . import test_parts_valuation
from . import test_removed_part
from . import test_serials
from . import test_life_parts
