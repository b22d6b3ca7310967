from .common import ServiceCommon


class EstimateCommon(ServiceCommon):
    """An order in work with a work and a part that the customer pays for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage_approval = cls.env.ref("service_center.service_stage_approval")
        cls.order = cls._create_order()
        cls.order.with_user(cls.engineer).action_start()
        cls.work_line, cls.part_line = cls.env["service.order.line"].create(
            [
                {"order_id": cls.order.id, "product_id": product.id}
                for product in (cls.work, cls.part)
            ]
        )

    def _send(self, user=None, order=None):
        order = (order or self.order).with_user(user or self.engineer)
        order.action_send_for_approval()
        return order.open_estimate_id

    def _answer(self, approved, estimate=None, user=None, **values):
        estimate = (estimate or self.order.open_estimate_id).with_user(
            user or self.desk
        )
        lines = estimate.line_ids.filtered(lambda li: li.order_line_id in approved)
        estimate.action_record_answer(lines.ids, "phone", **values)
        return estimate
