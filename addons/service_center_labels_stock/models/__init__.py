from . import service_label_layout
from . import stock_lot
from . import stock_picking
