from . import invoice
from . import service_identity
