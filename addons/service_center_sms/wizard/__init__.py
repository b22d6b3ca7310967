from . import service_sms_test
