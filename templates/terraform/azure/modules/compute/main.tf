locals {
  interfaces = merge({}, [
    for server_key, server in var.servers : {
      for index, interface in server.interfaces : "${server_key}/${index}" => merge(interface, { server_key = server_key })
    }
  ]...)

  memberships = merge({}, [
    for key, interface in local.interfaces : {
      for group_key in interface.application_security_group_keys : "${key}/${group_key}" => {
        interface_key = key
        group_key     = group_key
      }
    }
  ]...)

  linux   = { for key, server in var.servers : key => server if server.os_type == "Linux" }
  windows = { for key, server in var.servers : key => server if server.os_type == "Windows" }
  vm_ids = merge(
    { for key, vm in azurerm_linux_virtual_machine.this : key => vm.id },
    { for key, vm in azurerm_windows_virtual_machine.this : key => vm.id },
  )
}

resource "azurerm_network_interface" "this" {
  for_each = local.interfaces

  name                  = replace(each.key, "/", "-")
  resource_group_name   = var.resource_group_name
  location              = var.location
  ip_forwarding_enabled = each.value.forwards

  # The first one is the primary one. Without an address of its own the card takes one that is free.
  dynamic "ip_configuration" {
    for_each = length(each.value.addresses) > 0 ? each.value.addresses : [null]

    content {
      name                          = "address-${ip_configuration.key}"
      primary                       = ip_configuration.key == 0
      subnet_id                     = var.subnet_ids[each.value.subnet_key]
      private_ip_address_allocation = ip_configuration.value == null ? "Dynamic" : "Static"
      private_ip_address            = ip_configuration.value
    }
  }

  tags = merge(var.tags, var.servers[each.value.server_key].tags)
}

resource "azurerm_network_interface_security_group_association" "this" {
  for_each = { for key, interface in local.interfaces : key => interface if interface.network_security_group_key != null }

  network_interface_id      = azurerm_network_interface.this[each.key].id
  network_security_group_id = var.network_security_group_ids[each.value.network_security_group_key]
}

resource "azurerm_network_interface_application_security_group_association" "this" {
  for_each = local.memberships

  network_interface_id          = azurerm_network_interface.this[each.value.interface_key].id
  application_security_group_id = var.application_security_group_ids[each.value.group_key]
}

# Specialised disks: the server is what it was, with its users and its name; so there is no password and no key to set.
# Its cards are guarded before it starts.
resource "azurerm_linux_virtual_machine" "this" {
  for_each = local.linux

  name                       = each.value.resource_name
  resource_group_name        = var.resource_group_name
  location                   = var.location
  size                       = each.value.size
  zone                       = each.value.zone
  network_interface_ids      = [for index in range(length(each.value.interfaces)) : azurerm_network_interface.this["${each.key}/${index}"].id]
  os_managed_disk_id         = azurerm_managed_disk.this["${each.key}/os"].id
  encryption_at_host_enabled = var.encryption_at_host
  secure_boot_enabled        = local.trusted_launch[each.key] ? true : null
  vtpm_enabled               = local.trusted_launch[each.key] ? true : null

  os_disk {
    caching = "ReadWrite"
  }

  identity {
    type = "SystemAssigned"
  }

  # Without an account of its own: Azure keeps screenshot and serial log.
  boot_diagnostics {}

  tags = merge(var.tags, each.value.tags)

  # A card names its groups in associations, and no server names these.
  depends_on = [
    azurerm_network_interface_security_group_association.this,
    azurerm_network_interface_application_security_group_association.this,
  ]
}

resource "azurerm_windows_virtual_machine" "this" {
  for_each = local.windows

  name                       = each.value.resource_name
  resource_group_name        = var.resource_group_name
  location                   = var.location
  size                       = each.value.size
  zone                       = each.value.zone
  network_interface_ids      = [for index in range(length(each.value.interfaces)) : azurerm_network_interface.this["${each.key}/${index}"].id]
  os_managed_disk_id         = azurerm_managed_disk.this["${each.key}/os"].id
  encryption_at_host_enabled = var.encryption_at_host
  secure_boot_enabled        = local.trusted_launch[each.key] ? true : null
  vtpm_enabled               = local.trusted_launch[each.key] ? true : null

  os_disk {
    caching = "ReadWrite"
  }

  identity {
    type = "SystemAssigned"
  }

  boot_diagnostics {}

  tags = merge(var.tags, each.value.tags)

  # As above.
  depends_on = [
    azurerm_network_interface_security_group_association.this,
    azurerm_network_interface_application_security_group_association.this,
  ]
}

resource "azurerm_backup_protected_vm" "this" {
  for_each = { for key, server in var.servers : key => server if server.backup_policy_key != null }

  resource_group_name = var.recovery_vault.resource_group_name
  recovery_vault_name = var.recovery_vault.name
  source_vm_id        = local.vm_ids[each.key]
  backup_policy_id    = var.backup_policy_ids[each.value.backup_policy_key]
}
