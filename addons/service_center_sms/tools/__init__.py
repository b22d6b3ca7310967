from . import answer
from . import clock
from . import placeholders
from . import segments
from . import wire
