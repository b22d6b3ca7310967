from . import service_estimate_answer
