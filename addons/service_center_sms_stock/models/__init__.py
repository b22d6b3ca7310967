from . import service_sms_text
from . import service_order
