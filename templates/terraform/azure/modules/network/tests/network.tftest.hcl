# Without an account: terraform init && terraform test
mock_provider "azurerm" {}

variables {
  name                = "test"
  resource_group_name = "test-foundation"
  location            = "westeurope"
  tags                = { "drplan:site" = "test" }
  zones               = ["1", "2", "3"]
  network_watcher     = { resource_group_name = "NetworkWatcherRG" }
  flow_log_storage_id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test/providers/Microsoft.Storage/storageAccounts/sttest"
  log_retention_days  = 120

  vpcs = {
    shop  = { name = "Shop", blocks = ["10.64.0.0/16", "10.65.0.0/20"], dns_servers = ["10.64.1.4"] }
    plant = { name = "Plant", blocks = ["10.70.0.0/16"] }
  }
  subnets = {
    edge    = { resource_name = "edge", vpc_key = "shop", route_table_key = "public", block = "10.64.0.0/24" }
    app     = { resource_name = "app", vpc_key = "shop", route_table_key = "private", block = "10.65.0.0/24" }
    bastion = { resource_name = "AzureBastionSubnet", vpc_key = "shop", block = "10.64.9.0/26" }
  }
  route_tables = {
    public  = { name = "public", vpc_key = "shop" }
    private = { name = "private", vpc_key = "shop" }
  }
  routes = {
    out      = { route_table_key = "private", destination = "0.0.0.0/0", next_hop_type = "Internet" }
    firewall = { route_table_key = "public", destination = "10.70.0.0/16", next_hop_type = "VirtualAppliance", next_hop_address = "10.64.0.4" }
    nowhere  = { route_table_key = "public", destination = "10.99.0.0/16", next_hop_type = "None" }
  }
  nat_gateways = { shop = { subnet_keys = ["app"] } }
  peerings = {
    there = { vpc_key = "shop", peer_vpc_key = "plant", forwards = true }
    back  = { vpc_key = "plant", peer_vpc_key = "shop", forwards = false }
  }
}

run "gives_a_network_all_of_its_blocks_and_its_name_servers" {
  assert {
    condition     = toset(azurerm_virtual_network.this["shop"].address_space) == toset(["10.64.0.0/16", "10.65.0.0/20"])
    error_message = "A VNet has several blocks."
  }

  assert {
    condition     = tolist(azurerm_virtual_network.this["shop"].dns_servers) == tolist(["10.64.1.4"])
    error_message = "Machines ask the servers that the plan names."
  }

  assert {
    condition     = azurerm_virtual_network.this["shop"].tags == tomap({ "drplan:site" = "test", Name = "Shop" })
    error_message = "It is called by its key, and carries its name as a tag."
  }
}

run "lends_no_machine_an_address_of_azure" {
  assert {
    condition     = alltrue([for subnet in azurerm_subnet.this : subnet.default_outbound_access_enabled == false])
    error_message = "What leaves goes by a route."
  }
}

run "leads_each_table_where_its_routes_say" {
  assert {
    condition     = azurerm_route.this["firewall"].next_hop_in_ip_address == "10.64.0.4" && azurerm_route.this["firewall"].next_hop_type == "VirtualAppliance"
    error_message = "A route to an appliance names its address."
  }

  assert {
    condition     = azurerm_route.this["nowhere"].next_hop_type == "None" && azurerm_route.this["nowhere"].next_hop_in_ip_address == null
    error_message = "A route that ends nowhere has no address."
  }

  assert {
    condition     = azurerm_subnet_route_table_association.this["app"].route_table_id == azurerm_route_table.this["private"].id
    error_message = "A subnet is behind its own table."
  }
}

run "puts_no_table_at_a_subnet_that_azure_lets_have_none" {
  assert {
    condition     = keys(azurerm_subnet_route_table_association.this) == ["app", "edge"]
    error_message = "Bastion works without a table only."
  }

  assert {
    condition     = azurerm_subnet.this["bastion"].name == "AzureBastionSubnet"
    error_message = "Azure looks for it by this name."
  }
}

run "lets_subnets_leave_by_their_gateway" {
  assert {
    condition     = keys(azurerm_subnet_nat_gateway_association.this) == ["app"] && azurerm_subnet_nat_gateway_association.this["app"].nat_gateway_id == azurerm_nat_gateway.this["shop"].id
    error_message = "Only the subnet that leaves by it."
  }

  assert {
    condition     = toset(azurerm_public_ip.nat["shop"].zones) == toset(["1", "2", "3"]) && azurerm_public_ip.nat["shop"].allocation_method == "Static"
    error_message = "The address outlives a zone."
  }
}

run "peers_both_ways_and_forwards_where_the_plan_says" {
  assert {
    condition     = azurerm_virtual_network_peering.this["there"].remote_virtual_network_id == azurerm_virtual_network.this["plant"].id
    error_message = "It leads to the other network."
  }

  assert {
    condition     = azurerm_virtual_network_peering.this["there"].allow_forwarded_traffic && !azurerm_virtual_network_peering.this["back"].allow_forwarded_traffic
    error_message = "Each way says for itself what may pass."
  }
}

run "logs_every_flow_of_every_network" {
  assert {
    condition     = keys(azurerm_network_watcher_flow_log.this) == ["plant", "shop"] && azurerm_network_watcher_flow_log.this["shop"].target_resource_id == azurerm_virtual_network.this["shop"].id
    error_message = "Of the whole VNet."
  }

  assert {
    condition     = azurerm_network_watcher_flow_log.this["shop"].network_watcher_name == "NetworkWatcher_westeurope" && one(azurerm_network_watcher_flow_log.this["shop"].retention_policy).days == 120
    error_message = "By the watcher of Azure, for as long as asked."
  }
}

run "makes_no_gateway_that_no_subnet_leaves_by" {
  variables {
    nat_gateways = {}
  }

  assert {
    condition     = length(azurerm_nat_gateway.this) == 0 && length(azurerm_public_ip.nat) == 0
    error_message = "A closed network stays closed, and costs nothing."
  }
}

run "gives_names_that_are_neither_too_short_nor_too_long" {
  command = plan

  variables {
    name = "a-site-with-the-longest-name-ab3"
    vpcs = {
      a                                                = { name = "a", blocks = ["10.64.0.0/16"] }
      a-network-with-the-longest-key-that-ther-1234567 = { name = "b", blocks = ["10.70.0.0/16"] }
    }
    subnets      = {}
    route_tables = {}
    routes       = {}
    nat_gateways = {}
    peerings     = {}
  }

  assert {
    condition     = azurerm_virtual_network.this["a"].name == "a_"
    error_message = "A VNet is called by two characters at least."
  }

  assert {
    condition     = alltrue([for log in azurerm_network_watcher_flow_log.this : length(log.name) <= 80])
    error_message = "A flow log is called by 80 characters at most."
  }
}
