from . import answer
from . import segments
from . import wire
