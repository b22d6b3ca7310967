import { registry } from "@web/core/registry";

registry
    .category("service_center_scan_groups")
    .add("storekeeper", "service_center_stock.service_center_stock_group_storekeeper");
