from . import service_estimate_answer
from . import base_partner_merge
from . import service_identity_reveal
from . import service_identity_find
from . import service_customer_anonymize
