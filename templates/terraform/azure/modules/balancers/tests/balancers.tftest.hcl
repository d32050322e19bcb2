# Without a subscription: terraform init && terraform test
mock_provider "azurerm" {
  mock_resource "azurerm_lb" {
    defaults = { id = "/lb", private_ip_address = "10.64.0.250" }
  }

  mock_resource "azurerm_lb_backend_address_pool" {
    defaults = { id = "/lb/pool" }
  }

  mock_resource "azurerm_lb_probe" {
    defaults = { id = "/lb/probe" }
  }

  mock_resource "azurerm_public_ip" {
    defaults = { id = "/ip", ip_address = "203.0.113.9" }
  }
}

variables {
  resource_group_name = "test-foundation"
  location            = "westeurope"
  tags                = { "drplan:site" = "test" }
  zones               = ["1", "2", "3"]
  subnet_ids          = { app = "/subnets/app" }
  balancers = {
    db  = { label = "DB", subnet_key = "app", address = "10.64.0.9" }
    any = { label = "Any", subnet_key = "app" }
    web = { label = "Web" }
  }
  listeners = {
    db-tcp  = { balancer_key = "db", protocol = "Tcp", port = 5432, target_pool_key = "db/pool", target_port = 5432, keeps_address = true, probe = { protocol = "Tcp", port = 59999 } }
    any-udp = { balancer_key = "any", protocol = "Udp", port = 53, target_pool_key = "any/pool", target_port = 53, keeps_address = false }
    web-80  = { balancer_key = "web", protocol = "Tcp", port = 80, target_pool_key = "web/pool", target_port = 8080, keeps_address = false, probe = { protocol = "Http", port = 9000, path = "/up" } }
    web-443 = { balancer_key = "web", protocol = "Tcp", port = 443, target_pool_key = "web/pool", target_port = 8443, keeps_address = false, probe = { protocol = "Tcp", port = 8443 } }
  }
}

run "puts_a_front_where_the_plan_says" {
  assert {
    condition     = azurerm_lb.this["db"].frontend_ip_configuration[0].private_ip_address == "10.64.0.9" && azurerm_lb.this["db"].frontend_ip_configuration[0].private_ip_address_allocation == "Static"
    error_message = "An internal one has the planned address."
  }

  assert {
    condition     = azurerm_lb.this["any"].frontend_ip_configuration[0].private_ip_address_allocation == "Dynamic" && output.addresses["any"] == "10.64.0.250"
    error_message = "One without takes what Azure gives."
  }

  assert {
    condition     = keys(azurerm_public_ip.this) == ["web"] && azurerm_lb.this["web"].frontend_ip_configuration[0].public_ip_address_id == "/ip" && output.addresses["web"] == "203.0.113.9"
    error_message = "Only a public one has a public address."
  }

  assert {
    condition     = alltrue([for balancer in azurerm_lb.this : balancer.sku == "Standard"])
    error_message = "Basic ones are retired."
  }
}

run "leads_listeners_to_their_pools" {
  assert {
    condition     = keys(azurerm_lb_backend_address_pool.this) == ["any/pool", "db/pool", "web/pool"] && azurerm_lb_backend_address_pool.this["web/pool"].name == "pool"
    error_message = "Two listeners may lead to one pool."
  }

  assert {
    condition     = azurerm_lb_rule.this["web-80"].frontend_port == 80 && azurerm_lb_rule.this["web-80"].backend_port == 8080 && azurerm_lb_rule.this["db-tcp"].floating_ip_enabled && !azurerm_lb_rule.this["web-80"].floating_ip_enabled
    error_message = "A rule leads from port to port; only where the plan says so targets see the address of the front."
  }

  assert {
    condition     = keys(azurerm_lb_probe.this) == ["db-tcp", "web-443", "web-80"] && azurerm_lb_probe.this["web-80"].request_path == "/up" && azurerm_lb_rule.this["any-udp"].probe_id == null
    error_message = "What cannot be asked is not asked."
  }
}

run "lends_nobody_a_way_out" {
  assert {
    condition     = azurerm_lb_rule.this["web-80"].disable_outbound_snat && azurerm_lb_rule.this["web-443"].disable_outbound_snat
    error_message = "Members of a public balancer leave by the way that the plan says."
  }
}
