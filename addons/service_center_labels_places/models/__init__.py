from . import service_label_layout
from . import service_place
