from . import test_access
from . import test_amount
from . import test_device
from . import test_door
from . import test_intake
from . import test_queries
from . import test_report
from . import test_tour
