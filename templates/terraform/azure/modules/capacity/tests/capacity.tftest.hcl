# Without a subscription: terraform init && terraform test
mock_provider "azurerm" {}

variables {
  name                = "test"
  resource_group_name = "test-foundation"
  location            = "westeurope"
  tags                = { "drplan:site" = "test" }
  zones               = ["1", "2", "3"]
  capacity = {
    standard-d2s-v5-2        = { size = "Standard_D2s_v5", zone = "2", servers = 3 }
    standard-d2s-v5-regional = { size = "Standard_D2s_v5", servers = 1 }
  }
}

run "reserves_what_the_plan_names" {
  assert {
    condition     = azurerm_capacity_reservation.this["standard-d2s-v5-2"].zone == "2" && azurerm_capacity_reservation.this["standard-d2s-v5-2"].sku[0].name == "Standard_D2s_v5" && azurerm_capacity_reservation.this["standard-d2s-v5-2"].sku[0].capacity == 3
    error_message = "So many of a size in a zone."
  }

  assert {
    condition     = azurerm_capacity_reservation.this["standard-d2s-v5-regional"].capacity_reservation_group_id == azurerm_capacity_reservation_group.this["regional"].id && azurerm_capacity_reservation.this["standard-d2s-v5-regional"].zone == null
    error_message = "What has no zone is in a group without zones."
  }

  assert {
    condition     = azurerm_capacity_reservation_group.this["zonal"].zones == toset(["1", "2", "3"]) && azurerm_capacity_reservation_group.this["regional"].zones == null
    error_message = "A group is of zones or of none."
  }
}

run "makes_no_group_for_nothing" {
  variables {
    capacity = {}
  }

  assert {
    condition     = length(azurerm_capacity_reservation_group.this) == 0 && output.group_ids == {}
    error_message = "Nothing is paid for that nobody asked for."
  }
}
