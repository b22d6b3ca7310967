import importlib.util

from . import test_access_matrix
from . import test_actions
from . import test_engine
from . import test_fitting
from . import test_forgetting
from . import test_home_label
from . import test_label_tour
from . import test_layout
from . import test_printer
from . import test_transport
from . import test_values

if importlib.util.find_spec("zplkit"):  # draws labels, for tests alone
    from . import test_drawing
