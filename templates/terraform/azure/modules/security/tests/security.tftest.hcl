# Without an account: terraform init && terraform test
mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = { subscription_id = "00000000-1111-2222-3333-444444444444" }
  }
}

variables {
  name                        = "test"
  resource_group_name         = "test-foundation"
  location                    = "westeurope"
  tags                        = {}
  vpc_ids                     = { shop = "/vnet/shop" }
  subnet_ids                  = { app = "/subnet/app" }
  application_security_groups = { web = { name = "Web" }, db = { name = "Database" } }
  network_security_groups     = { guard = { name = "Guard", subnet_keys = ["app"] } }
  network_security_rules = {
    guard-ingress-100 = {
      group_key    = "guard", direction = "Inbound", priority = 100, access = "Allow", protocol = "Tcp"
      source_ports = [], destination_ports = ["443", "8000-8080"], description = "users: rule-1"
      source       = { blocks = ["10.0.0.0/8", "192.168.0.0/16"] }, destination = { group_keys = ["web"] }
    }
    guard-ingress-101 = {
      group_key    = "guard", direction = "Inbound", priority = 101, access = "Allow", protocol = "Tcp"
      source_ports = [], destination_ports = ["5432"], description = "web to data: rule-2"
      source       = { group_keys = ["web"] }, destination = { group_keys = ["db"] }
    }
    guard-ingress-4096 = {
      group_key    = "guard", direction = "Inbound", priority = 4096, access = "Deny", protocol = "*"
      source_ports = [], destination_ports = [], description = "deny-all"
      source       = { tag = "*" }, destination = { tag = "*" }
    }
  }
  admin_rule_collections = {}
  admin_rules            = {}
}

run "keeps_rules_in_their_order" {
  assert {
    condition     = { for rule in azurerm_network_security_rule.this : rule.name => rule.priority } == { inbound-100 = 100, inbound-101 = 101, inbound-4096 = 4096 }
    error_message = "A rule is named by its direction and priority, and keeps both."
  }

  assert {
    condition     = azurerm_network_security_rule.this["guard-ingress-4096"].access == "Deny" && azurerm_network_security_rule.this["guard-ingress-100"].description == "users: rule-1"
    error_message = "A denial stays one, and a rule says what it was made from."
  }
}

run "says_each_end_in_one_way_only" {
  assert {
    condition     = toset(azurerm_network_security_rule.this["guard-ingress-100"].source_address_prefixes) == toset(["10.0.0.0/8", "192.168.0.0/16"]) && azurerm_network_security_rule.this["guard-ingress-100"].source_address_prefix == null
    error_message = "Blocks."
  }

  assert {
    condition     = azurerm_network_security_rule.this["guard-ingress-4096"].source_address_prefix == "*" && azurerm_network_security_rule.this["guard-ingress-4096"].source_address_prefixes == null
    error_message = "A tag."
  }

  assert {
    condition = (
      toset(azurerm_network_security_rule.this["guard-ingress-101"].source_application_security_group_ids) == toset([azurerm_application_security_group.this["web"].id]) &&
      toset(azurerm_network_security_rule.this["guard-ingress-101"].destination_application_security_group_ids) == toset([azurerm_application_security_group.this["db"].id])
    )
    error_message = "Groups, by reference."
  }
}

run "says_all_ports_or_the_ranges" {
  assert {
    condition     = azurerm_network_security_rule.this["guard-ingress-4096"].destination_port_range == "*" && azurerm_network_security_rule.this["guard-ingress-4096"].destination_port_ranges == null
    error_message = "No ports is all ports."
  }

  assert {
    condition     = toset(azurerm_network_security_rule.this["guard-ingress-100"].destination_port_ranges) == toset(["443", "8000-8080"]) && azurerm_network_security_rule.this["guard-ingress-100"].destination_port_range == null
    error_message = "Ranges are ranges."
  }
}

run "puts_a_subnet_behind_its_group" {
  assert {
    condition     = azurerm_subnet_network_security_group_association.this["app"].network_security_group_id == azurerm_network_security_group.this["guard"].id
    error_message = "The named subnet comes behind the group."
  }
}

run "makes_no_network_manager_unless_there_are_rules_for_it" {
  assert {
    condition     = length(azurerm_network_manager.this) == 0 && length(azurerm_network_manager_deployment.this) == 0
    error_message = "It costs, and a subscription has one at most."
  }
}

run "reads_admin_rules_first" {
  variables {
    admin_rule_collections = { first = { name = "first", vpc_key = "shop" } }
    admin_rules = {
      first-ingress-1 = {
        collection_key = "first", direction = "Inbound", priority = 1, action = "Deny", protocol = "Tcp", description = "no RDP"
        source_ports   = ["0-65535"], destination_ports = ["3389"]
        sources        = [{ prefix = "Internet", type = "ServiceTag" }], destinations = []
      }
    }
  }

  assert {
    condition     = azurerm_network_manager_admin_rule.this["first-ingress-1"].action == "Deny" && azurerm_network_manager_admin_rule.this["first-ingress-1"].priority == 1
    error_message = "The rule is what the plan says."
  }

  assert {
    condition     = azurerm_network_manager_static_member.this["first"].target_virtual_network_id == "/vnet/shop" && keys(azurerm_network_manager_deployment.this) == ["test"]
    error_message = "It counts for its network, once it is deployed."
  }
}
