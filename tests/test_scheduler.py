"""Odoo's daily job of the stock runs to its end, also with something to buy."""

from .stockroom import Stockroom


def test_the_scheduler_buys_what_fell_below_its_minimum(as_user):
    room = Stockroom(as_user, "WA")
    admin, part = room.admin, room.make_part()
    (rule,) = admin.call(
        "stock.warehouse.orderpoint",
        "create",
        [
            {
                "product_id": part,
                "location_id": room.stock,
                "warehouse_id": room.warehouse["id"],
                "product_min_qty": 5,
                "product_max_qty": 5,
                "trigger": "auto",
            }
        ],
    )
    (vendor,) = admin.call("res.partner", "create", [{"name": "Vendor of parts"}])
    admin.call(
        "product.supplierinfo",
        "create",
        [{"product_id": part, "partner_id": vendor, "price": 1}],
    )
    (job,) = admin.call(
        "ir.cron",
        "search",
        [["model_id.model", "=", "stock.rule"], ["code", "like", "run_scheduler"]],
    )
    # a failure of the job is a failure of this call
    admin.call("ir.cron", "method_direct_trigger", [job])
    bought = admin.call(
        "purchase.order.line",
        "search_count",
        [["product_id", "=", part], ["product_qty", "=", 5]],
    )
    assert bought == 1, rule
