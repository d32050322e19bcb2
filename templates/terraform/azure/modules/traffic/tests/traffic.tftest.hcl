# Without an account: terraform init && terraform test
mock_provider "azurerm" {}

variables {
  name                = "test"
  resource_group_name = "test-foundation"
  tags                = {}
  public_records = {
    shop = { primary_target = "203.0.113.10", recovery_target = "shop.example.org", protocol = "HTTPS", path = "/health" }
    mail = { primary_target = "203.0.113.11", recovery_target = "203.0.113.99", port = 25 }
  }
}

run "leads_to_the_primary_site_first" {
  assert {
    condition     = azurerm_traffic_manager_external_endpoint.primary["shop"].priority == 1 && azurerm_traffic_manager_external_endpoint.recovery["shop"].priority == 2
    error_message = "The recovery site is second."
  }

  assert {
    condition     = azurerm_traffic_manager_profile.this["shop"].traffic_routing_method == "Priority" && azurerm_traffic_manager_external_endpoint.recovery["shop"].target == "shop.example.org"
    error_message = "By priority, to the place that is named."
  }
}

run "asks_as_it_is_told" {
  assert {
    condition     = azurerm_traffic_manager_profile.this["shop"].monitor_config[0].path == "/health" && azurerm_traffic_manager_profile.this["shop"].monitor_config[0].port == 443
    error_message = "By HTTPS, a page."
  }

  assert {
    condition     = azurerm_traffic_manager_profile.this["mail"].monitor_config[0].protocol == "TCP" && azurerm_traffic_manager_profile.this["mail"].monitor_config[0].path == null
    error_message = "By TCP there is no page."
  }
}
