"""As many people print as there are processes, and nobody waits for another one."""

from functools import partial

import pytest

from .client import Client
from .cluster import FORGETFUL, Cluster, Server, running
from .parallel import at_once
from .test_parts_crash import free_port

PEOPLE = 4  # twice as many as there are processes


@pytest.fixture(scope="module")
def server(database):
    """Two processes for people, on a copy of the database."""
    server = Server(Cluster(FORGETFUL), free_port(), free_port())
    with running(server, database):
        admin = Client(server.address, database, "admin")
        # as Odoo would have it: the printing program asks those who wait for it
        admin.call("ir.config_parameter", "set_param", "report.url", server.address)
        yield server


def take_in(desk):
    (device_type,) = desk.call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )
    values = {
        "partner_phone": "+48 601 234 569",
        "partner_name": "Printed Together",
        "device_type_id": device_type,
        "fault": "No image",
    }
    return desk.call("service.order", "create", [values])


def test_everybody_prints_at_the_same_moment(server, database):
    desks = [Client(server.address, database, "desk") for _each in range(PEOPLE)]
    order = take_in(desks[0])
    report = "service_center.report_intake"
    alone = desks[0].print(report, order)
    papers = at_once(*(partial(desk.print, report, order) for desk in desks))
    for paper in papers:
        assert paper.startswith(b"%PDF")
        # with its styles and fonts it weighs what it weighs
        assert abs(len(paper) - len(alone)) < len(alone) / 10
