# Terraform looks through all of a for_each once for each instance, and reads a whole resource wherever one of its instances
# is named. So for_each goes over keys alone, and ids are put together once, in locals: otherwise the time of a plan grows
# with the square of the number of servers.
locals {
  interfaces = tomap(merge({}, [
    for server_key, server in var.servers : {
      for index, interface in server.interfaces : "${server_key}/${index}" => merge(interface, { server_key = server_key })
    }
  ]...))

  memberships = tomap(merge({}, [
    for key, interface in local.interfaces : {
      for group_key in interface.application_security_group_keys : "${key}/${group_key}" => {
        interface_key = key
        group_key     = group_key
      }
    }
  ]...))

  interface_keys         = toset(keys(local.interfaces))
  guarded_interface_keys = toset([for key, interface in local.interfaces : key if interface.network_security_group_key != null])
  membership_keys        = toset(keys(local.memberships))
  linux_keys             = toset([for key, server in var.servers : key if server.os_type == "Linux"])
  windows_keys           = toset([for key, server in var.servers : key if server.os_type == "Windows"])
  backed_up_keys         = toset([for key, server in var.servers : key if server.backup_policy_key != null])

  network_interface_ids = tomap({ for key, card in azurerm_network_interface.this : key => card.id })

  started = tomap({
    for server_key, server in var.servers : server_key => {
      resource_name         = server.resource_name
      size                  = server.size
      zone                  = server.zone
      os_disk_id            = local.disk_ids["${server_key}/os"]
      network_interface_ids = tolist([for index in range(length(server.interfaces)) : local.network_interface_ids["${server_key}/${index}"]])
      trusted_launch        = local.trusted_launch[server_key] ? true : null
      capacity_group_id     = server.capacity_group_key == null ? null : var.capacity_group_ids[server.capacity_group_key]
      tags                  = tomap(merge(var.tags, server.tags))
    }
  })

  vm_ids = merge(
    { for key, vm in azurerm_linux_virtual_machine.this : key => vm.id },
    { for key, vm in azurerm_windows_virtual_machine.this : key => vm.id },
  )
}

resource "azurerm_network_interface" "this" {
  for_each = local.interface_keys

  name                  = replace(each.key, "/", "-")
  resource_group_name   = var.resource_group_name
  location              = var.location
  ip_forwarding_enabled = local.interfaces[each.key].forwards

  # The first one is the primary one. Without an address of its own the card takes one that is free.
  dynamic "ip_configuration" {
    for_each = length(local.interfaces[each.key].addresses) > 0 ? local.interfaces[each.key].addresses : [null]

    content {
      name                          = "address-${ip_configuration.key}"
      primary                       = ip_configuration.key == 0
      subnet_id                     = var.subnet_ids[local.interfaces[each.key].subnet_key]
      private_ip_address_allocation = ip_configuration.value == null ? "Dynamic" : "Static"
      private_ip_address            = ip_configuration.value
    }
  }

  tags = merge(var.tags, var.servers[local.interfaces[each.key].server_key].tags)

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_network_interface_security_group_association" "this" {
  for_each = local.guarded_interface_keys

  network_interface_id      = local.network_interface_ids[each.key]
  network_security_group_id = var.network_security_group_ids[local.interfaces[each.key].network_security_group_key]
}

resource "azurerm_network_interface_application_security_group_association" "this" {
  for_each = local.membership_keys

  network_interface_id          = local.network_interface_ids[local.memberships[each.key].interface_key]
  application_security_group_id = var.application_security_group_ids[local.memberships[each.key].group_key]
}

# Specialised disks: the server is what it was, with its users and its name; so there is no password and no key to set.
# Its cards are guarded before it starts.
resource "azurerm_linux_virtual_machine" "this" {
  for_each = local.linux_keys

  name                          = local.started[each.key].resource_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  size                          = local.started[each.key].size
  zone                          = local.started[each.key].zone
  capacity_reservation_group_id = local.started[each.key].capacity_group_id
  network_interface_ids         = local.started[each.key].network_interface_ids
  os_managed_disk_id            = local.started[each.key].os_disk_id
  encryption_at_host_enabled    = var.encryption_at_host
  secure_boot_enabled           = local.started[each.key].trusted_launch
  vtpm_enabled                  = local.started[each.key].trusted_launch

  os_disk {
    caching = "ReadWrite"
  }

  identity {
    type = "SystemAssigned"
  }

  # Without an account of its own: Azure keeps screenshot and serial log.
  boot_diagnostics {}

  tags = local.started[each.key].tags

  # A card names its groups in associations, and no server names these.
  depends_on = [
    azurerm_network_interface_security_group_association.this,
    azurerm_network_interface_application_security_group_association.this,
  ]

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_windows_virtual_machine" "this" {
  for_each = local.windows_keys

  name                          = local.started[each.key].resource_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  size                          = local.started[each.key].size
  zone                          = local.started[each.key].zone
  capacity_reservation_group_id = local.started[each.key].capacity_group_id
  network_interface_ids         = local.started[each.key].network_interface_ids
  os_managed_disk_id            = local.started[each.key].os_disk_id
  encryption_at_host_enabled    = var.encryption_at_host
  secure_boot_enabled           = local.started[each.key].trusted_launch
  vtpm_enabled                  = local.started[each.key].trusted_launch

  os_disk {
    caching = "ReadWrite"
  }

  identity {
    type = "SystemAssigned"
  }

  boot_diagnostics {}

  tags = local.started[each.key].tags

  # As above.
  depends_on = [
    azurerm_network_interface_security_group_association.this,
    azurerm_network_interface_application_security_group_association.this,
  ]

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_backup_protected_vm" "this" {
  for_each = local.backed_up_keys

  resource_group_name = var.recovery_vault.resource_group_name
  recovery_vault_name = var.recovery_vault.name
  source_vm_id        = local.vm_ids[each.key]
  backup_policy_id    = var.backup_policy_ids[var.servers[each.key].backup_policy_key]
}
