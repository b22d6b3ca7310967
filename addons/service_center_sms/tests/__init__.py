from . import test_access_matrix
from . import test_delivery
from . import test_engine
from . import test_odoo_queue
from . import test_provider
from . import test_ready_providers
from . import test_segments
