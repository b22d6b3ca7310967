"""The customer pays: what the desk does before it hands a device out."""


def settle(client, order):
    """Receive what an order has to be paid yet, at the first desk offered."""
    (values,) = client.call("service.order", "read", [order], ["amount_due"])
    if values["amount_due"] > 0:
        (wizard,) = client.call("service.cash.payment", "create", [{"order_id": order}])
        client.call("service.cash.payment", "action_pay", [wizard])
