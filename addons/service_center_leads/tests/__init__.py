from . import test_lead
from . import test_lead_trust
from . import test_lead_robots
from . import test_quarantine
from . import test_lead_work
from . import test_form
