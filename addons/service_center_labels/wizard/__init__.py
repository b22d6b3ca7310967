from . import service_label_print
