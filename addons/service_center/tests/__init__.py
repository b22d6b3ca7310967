import importlib.util

from . import test_access
from . import test_access_matrix
from . import test_amount
from . import test_catalog
from . import test_device
from . import test_door
from . import test_history
from . import test_intake
from . import test_invoice
from . import test_line
from . import test_performer
from . import test_queries
from . import test_queries_screens
from . import test_report
from . import test_tour
from . import test_checklist
from . import test_repeat
from . import test_stop
from . import test_notice
from . import test_partner_card
from . import test_price_rule
from . import test_product_cost
from . import test_estimate
from . import test_estimate_answer
from . import test_approval
from . import test_estimate_access
from . import test_diagnostic_fee
from . import test_search
from . import test_scan
from . import test_home
from . import test_home_tour
from . import test_cipher
from . import test_identity
from . import test_identity_reveal
from . import test_identity_scan
from . import test_passcode
from . import test_secret_log
from . import test_secret_oracle
from . import test_secret_http
from . import test_erasure

if importlib.util.find_spec("hypothesis"):  # Odoo itself does not bring it along
    from . import test_life
from . import test_life_asking
