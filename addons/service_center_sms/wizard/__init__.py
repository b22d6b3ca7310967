from . import service_sms_test
from . import service_sms_cure
