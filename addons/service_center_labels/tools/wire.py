"""Bytes to a printer in the local network: by address, within time, or not at all."""

import contextlib
import ipaddress
import socket
import time

CHUNK = 16 * 1024
PARTING = 2.0  # seconds a printer may take to say that it hangs up


class NotAllowed(Exception):
    """The address is none of a printer in the networks that are allowed."""


class NotSent(Exception):
    """The printer could not be given everything.

    ``begun``: something reached it, so that a part may have been printed.
    """

    def __init__(self, reason, begun):
        super().__init__(reason)
        self.begun = begun


def parse_networks(text):
    """Networks from ``10.0.0.0/8, 192.168.0.0/16``; raise ``ValueError`` if none."""
    return [ipaddress.ip_network(each) for each in text.replace(",", " ").split()]


def parse_ports(text):
    """Pairs of the first and the last port from ``9100-9107, 6101``."""
    ports = []
    for each in text.replace(",", " ").split():
        first, _dash, last = each.partition("-")
        ports.append((int(first), int(last or first)))
    return ports


def _check(address, port, networks, ports):
    if not any(first <= port <= last for first, last in ports):
        raise NotAllowed(f"{address}:{port}")
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if not any(ip.version == net.version and ip in net for net in networks):
        raise NotAllowed(f"{address}:{port}")


def check_literal(host, port, networks, ports):
    """Refuse an address that is written as numbers at once, without asking anybody."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    _check(host, port, networks, ports)


def find_address(host, port, networks, ports):
    """The one address to connect to: looked up once, and allowed.

    What was checked is what is connected to. All that a name stands for has to be
    allowed: nobody chooses among them.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:  # a name of nobody, or no name at all
        reason = getattr(error, "strerror", None) or error
        raise NotSent(f"{host}: {reason}", begun=False) from error
    addresses = [each[4][0].split("%")[0] for each in found]
    for address in addresses:
        _check(address, port, networks, ports)
    return addresses[0]


def send(address, port, data, timeout, beat=None):
    """Give a printer its bytes.

    :param timeout: seconds to connect, and seconds without any progress
    :param beat: called now and then while it takes long
    """
    begun = False
    try:
        with socket.create_connection((address, port), timeout) as line:
            line.settimeout(timeout)
            view, beaten = memoryview(data), time.monotonic()
            while view:
                sent = line.send(view[:CHUNK])
                begun = True
                view = view[sent:]
                if beat and time.monotonic() - beaten > 10:
                    beaten = time.monotonic()
                    beat()
            line.shutdown(socket.SHUT_WR)
            line.settimeout(min(timeout, PARTING))
            # most hang up now, some never do; who hung up before all was read resets
            with contextlib.suppress(TimeoutError):
                while line.recv(1024):
                    pass
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise NotSent(reason, begun) from error
