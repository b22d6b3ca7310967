from . import test_access_matrix
from . import test_place
from . import test_place_door
from . import test_place_scan
from . import test_place_audit
from . import test_place_home
from . import test_place_queries
from . import test_place_tour
