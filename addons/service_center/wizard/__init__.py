from . import service_estimate_answer
from . import base_partner_merge
