import { registry } from "@web/core/registry";

registry
    .category("service_center_scan_groups")
    .add("cashier", "service_center_cash.service_center_cash_group_cashier")
    .add("controller", "service_center_cash.service_center_cash_group_controller");
