from . import service_order_line
