import importlib.util

from . import test_bag
from . import test_bench
from . import test_order_cost
from . import test_parts
from . import test_parts_claim
from . import test_parts_valuation
from . import test_receipt_steps
from . import test_removed_part
from . import test_serials
from . import test_transit_rights
from . import test_waiting
from . import test_buying
from . import test_catalog_quantity
from . import test_promise
from . import test_minimum_stock
from . import test_awaited_screen
from . import test_transfer
from . import test_branch_rights
from . import test_parts_stock
from . import test_waybill
from . import test_access_matrix
from . import test_guards
from . import test_forgery
from . import test_counter
from . import test_scan
from . import test_storekeeper_screen

if importlib.util.find_spec("hypothesis"):  # Odoo itself does not bring it along
    from . import test_life_parts
