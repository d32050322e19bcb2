# Without a subscription: terraform init && terraform test
mock_provider "azurerm" {
  mock_data "azurerm_subnet" {
    defaults = {
      id               = "/subscriptions/0/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/shop/subnets/app"
      address_prefixes = ["10.0.1.0/24"]
    }
  }

  mock_data "azurerm_network_security_group" {
    defaults = { id = "/subscriptions/0/resourceGroups/shop/providers/Microsoft.Network/networkSecurityGroups/web" }
  }

  mock_data "azurerm_snapshot" {
    defaults = {
      id                     = "/subscriptions/0/resourceGroups/copies/providers/Microsoft.Compute/snapshots/one"
      trusted_launch_enabled = false
    }
  }

  mock_resource "azurerm_managed_disk" {
    defaults = { id = "/subscriptions/0/resourceGroups/test-failback/providers/Microsoft.Compute/disks/one" }
  }

  mock_resource "azurerm_network_interface" {
    defaults = { id = "/subscriptions/0/resourceGroups/test-failback/providers/Microsoft.Network/networkInterfaces/one" }
  }

  mock_resource "azurerm_linux_virtual_machine" {
    defaults = { id = "/subscriptions/0/resourceGroups/test-failback/providers/Microsoft.Compute/virtualMachines/one" }
  }
}

variables {
  location = "germanywestcentral"
  name     = "test"
  subnets = {
    app   = "/subscriptions/0/resourcegroups/shop/providers/microsoft.network/virtualnetworks/shop/subnets/app"
    other = "/subscriptions/0/resourcegroups/shop/providers/microsoft.network/virtualnetworks/shop/subnets/other"
  }
  network_security_groups = {
    web = "/subscriptions/0/resourcegroups/shop/providers/microsoft.network/networksecuritygroups/web"
  }
  application_security_groups = {}
  servers = {
    first = {
      name       = "First", resource_name = "first", wave = 1, size = "Standard_D2s_v3", os_type = "Linux", tags = {}
      disks      = { os = { name = "first-os", type = "Premium_LRS", size_gib = 30 } }
      interfaces = { "0" = { subnet_key = "app", network_security_group_key = "web", application_security_group_keys = [], addresses = ["10.0.1.4"], forwards = false } }
    }
    second = {
      name       = "Second", resource_name = "second", wave = 2, size = "Standard_D2s_v3", os_type = "Linux", tags = {}
      disks      = { os = { name = "second-os", type = "Premium_LRS", size_gib = 30 } }
      interfaces = { "0" = { subnet_key = "app", application_security_group_keys = [], addresses = ["10.0.1.5"], forwards = false } }
    }
    moved = {
      name       = "Moved", resource_name = "moved", wave = 1, size = "Standard_D2s_v3", os_type = "Linux", tags = {}
      disks      = { os = { name = "moved-os", type = "Premium_LRS", size_gib = 30 } }
      interfaces = { "0" = { subnet_key = "other", application_security_group_keys = [], addresses = ["10.0.1.6"], forwards = false } }
    }
    strayed = {
      name       = "Strayed", resource_name = "strayed", wave = 1, size = "Standard_D2s_v3", os_type = "Linux", tags = {}
      disks      = { os = { name = "strayed-os", type = "Premium_LRS", size_gib = 30 } }
      interfaces = { "0" = { subnet_key = "app", application_security_group_keys = [], addresses = ["10.9.1.6"], forwards = false } }
    }
  }
}

run "leaves_everything_alone_unless_told_otherwise" {
  command = plan

  assert {
    condition     = length(output.servers) == 0 && length(azurerm_resource_group.this) == 0 && length(data.azurerm_subnet.this) == 0
    error_message = "What is not named is not made, and nothing is looked up for it."
  }
}

run "makes_a_lost_server_again_where_it_was" {
  variables {
    lost = ["first", "second"]
  }

  assert {
    condition     = keys(output.servers) == ["first", "second"] && azurerm_resource_group.this["servers"].name == "test-failback"
    error_message = "They stand in a group of their own."
  }
}

run "waits_for_the_wave" {
  variables {
    lost       = ["first", "second"]
    up_to_wave = 1
  }

  assert {
    condition     = keys(output.servers) == ["first"]
    error_message = "The second wave waits."
  }
}

run "refuses_a_server_that_nobody_knows" {
  command = plan

  variables {
    lost = ["third"]
  }

  expect_failures = [var.lost]
}

run "refuses_a_subnet_of_another_subscription" {
  command = plan

  variables {
    lost = ["moved"]
  }

  expect_failures = [data.azurerm_subnet.this["other"]]
}

run "refuses_a_subnet_that_is_not_the_one_that_was" {
  command = plan

  variables {
    lost = ["strayed"]
  }

  expect_failures = [data.azurerm_subnet.this["app"]]
}
