import logging
import time

from odoo.tests import tagged

from .common import PlaceCommon

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestPlaceQueries(PlaceCommon):
    """A scan costs the same on a shelf of ten and in a house of a thousand."""

    def _fill(self, count, place, prefix):
        orders = (
            self.env["service.order"]
            .with_user(self.desk)
            .create(
                [
                    {
                        "branch_id": self.branch.id,
                        "partner_id": self.customer.id,
                        "serial": f"{prefix}{number}",
                        "device_model_id": self.model.id,
                    }
                    for number in range(count)
                ]
            )
        )
        orders.sudo()._move_to_place(place, "start")
        self.env.flush_all()
        return orders

    def _count(self, act):
        self.desk.has_group("base.group_user")
        return self._count_queries(act)

    def _audit(self, place):
        return place.with_user(self.desk)._start_audit()

    def test_a_scan_of_an_audit_does_not_cost_per_device(self):
        few, many = self._fill(10, self.shelf, "F"), self._fill(1000, self.shelf_b, "M")
        few_audit, many_audit = self._audit(self.shelf), self._audit(self.shelf_b)
        few_audit.scan(few[0].code)
        cost_of_few = self._count(lambda: few_audit.scan(few[1].code))
        cost_of_many = self._count(lambda: many_audit.scan(many[1].code))
        self.assertEqual(cost_of_many, cost_of_few)
        self.assertLessEqual(cost_of_many, 18)
        times = []
        for order in many[2:42]:
            self.env.invalidate_all()
            began = time.perf_counter()
            many_audit.scan(order.code)
            self.env.flush_all()
            times.append(time.perf_counter() - began)
        _logger.info("a scan among 1,000 devices: %.1f ms", 1000 * min(times))

    def test_reading_and_closing_an_audit_do_not_cost_per_device(self):
        costs = []
        for count, place in ((10, self.shelf), (200, self.shelf_b)):
            orders = self._fill(count, place, place.name)
            # somebody else than the managers who are told, and with chatter
            audit = place.with_user(self.engineer).with_context(**self.TRACKED)
            audit = audit._start_audit()
            for order in orders[:3]:
                audit.scan(order.code)
            read = self._count(audit.get_state)
            costs.append((read, self._count(lambda a=audit: self._close(a))))
        self.assertLessEqual(costs[1][0], costs[0][0] + 2)
        self.assertLessEqual(costs[1][1], costs[0][1] + 15)

    def _close(self, audit):
        audit.action_close()
        self._write_notes()

    def test_moving_by_stage_does_not_cost_per_device(self):
        self.stage_in_progress.place_kind = "bench"
        few = self._fill(10, self.shelf, "F")
        many = self._fill(100, self.shelf_b, "M")
        warm = self._fill(1, self.shelf, "W")
        (few + many + warm).engineer_id = self.engineer
        warm.with_user(self.engineer).action_start()
        cost_of_few = self._count(few.with_user(self.engineer).action_start)
        cost_of_many = self._count(many.with_user(self.engineer).action_start)
        self.assertLessEqual(cost_of_many, cost_of_few + 10)
        self.assertEqual(many.place_id, self.bench)

    def test_a_move_by_scan_is_cheap(self):
        orders = self._fill(20, self.shelf, "S")
        places = self.places.with_user(self.desk)
        places.scan(orders[0].code, place_id=self.bench.id)
        cost = self._count(lambda: places.scan(orders[1].code, place_id=self.bench.id))
        self.assertLessEqual(cost, 30)
