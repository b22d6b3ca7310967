from . import service_label_printer
