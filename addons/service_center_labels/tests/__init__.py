from . import test_access_matrix
from . import test_actions
from . import test_drawing
from . import test_engine
from . import test_fitting
from . import test_layout
from . import test_printer
from . import test_values
