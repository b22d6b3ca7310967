from . import service_part_serial
