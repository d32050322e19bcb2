# Where test failovers go: networks with the blocks and subnets of the real ones that are joined to nothing. So machines have
# their planned addresses, find one another, and cannot be taken for the real ones.
resource "azurerm_virtual_network" "test" {
  for_each = var.test_networks

  name                = "test-${each.key}"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  address_space       = each.value.blocks

  tags = merge(var.tags, { "drplan:mode" = "drill" })

  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_subnet" "test" {
  for_each = var.test_subnets

  name                              = each.value.name
  resource_group_name               = azurerm_resource_group.this.name
  virtual_network_name              = azurerm_virtual_network.test[each.value.vpc_key].name
  address_prefixes                  = [each.value.block]
  default_outbound_access_enabled   = false
  private_endpoint_network_policies = "Enabled"

  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_network_security_group" "test" {
  name                = "${var.name}-test-failover"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location

  tags = var.tags
}

# What is not of the network itself stays outside; the default rules of Azure let its machines talk to one another.
resource "azurerm_network_security_rule" "test" {
  for_each = { Inbound = "source", Outbound = "destination" }

  name                        = "closed-${lower(each.key)}"
  resource_group_name         = azurerm_resource_group.this.name
  network_security_group_name = azurerm_network_security_group.test.name
  description                 = "Closed: machines of a test failover"
  priority                    = 4096
  direction                   = each.key
  access                      = "Deny"
  protocol                    = "*"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = each.value == "source" ? "Internet" : "*"
  destination_address_prefix  = each.value == "destination" ? "Internet" : "*"
}

resource "azurerm_subnet_network_security_group_association" "test" {
  for_each = var.test_subnets

  subnet_id                 = azurerm_subnet.test[each.key].id
  network_security_group_id = azurerm_network_security_group.test.id

  depends_on = [azurerm_network_security_rule.test]
}
