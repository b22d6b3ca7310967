from . import invoice
from . import service_identity
from . import photo
