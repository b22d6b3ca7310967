from . import service_sms_test
from . import service_sms_cure
from . import sms_composer
