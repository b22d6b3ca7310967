from . import bars
from . import engine
from . import fonts
from . import plan
from . import picture
from . import text
from . import wire
from . import zpl
