import importlib.util

from . import test_access_matrix
from . import test_delivery
from . import test_engine
from . import test_odoo_queue
from . import test_provider
from . import test_ready_providers
from . import test_text
from . import test_text_event
from . import test_text_screen
from . import test_text_ladder
from . import test_text_seen

if importlib.util.find_spec("hypothesis"):  # Odoo itself does not bring it along
    from . import test_segments
