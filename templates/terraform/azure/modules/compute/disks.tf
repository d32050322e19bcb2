locals {
  disks = merge({}, [
    for server_key, server in var.servers : {
      for disk_key, disk in server.disks : "${server_key}/${disk_key}" => merge(disk, {
        server_key = server_key
        source_id  = try(var.disk_sources[server_key][disk_key], null)
      })
    }
  ]...)

  trusted_launch = {
    for key, server in var.servers : key => (
      contains(var.trusted_launch_servers, key) || try(data.azurerm_snapshot.this["${key}/os"].trusted_launch_enabled, false)
    )
  }
}

# Of disks that nobody names a source for, the snapshot with the name that the disk will have. If there is none, the
# plan stops and says which: an empty disk in its place would be found out too late.
data "azurerm_snapshot" "this" {
  for_each = { for key, disk in local.disks : key => disk if disk.source_id == null }

  name                = each.value.name
  resource_group_name = var.snapshot_resource_group_name
}

resource "azurerm_managed_disk" "this" {
  for_each = local.disks

  name                          = each.value.name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  zone                          = var.servers[each.value.server_key].zone
  create_option                 = "Copy"
  source_resource_id            = each.value.source_id == null ? data.azurerm_snapshot.this[each.key].id : each.value.source_id
  storage_account_type          = each.value.type
  tier                          = each.value.tier
  disk_size_gb                  = each.value.size_gib
  disk_iops_read_write          = each.value.iops
  disk_mbps_read_write          = each.value.throughput_mibs
  os_type                       = each.value.lun == null ? var.servers[each.value.server_key].os_type : null
  hyper_v_generation            = each.value.lun == null ? var.servers[each.value.server_key].generation : null
  disk_encryption_set_id        = var.disk_encryption_set_id
  network_access_policy         = "DenyAll"
  public_network_access_enabled = false

  tags = merge(var.tags, var.servers[each.value.server_key].tags)

  # A newer snapshot must never replace the disk of a server that is running: it may be the only copy.
  lifecycle {
    ignore_changes = [source_resource_id]
  }
}

# The provider attaches disks to a server that has started: see the README. No cache: what is written is written.
resource "azurerm_virtual_machine_data_disk_attachment" "this" {
  for_each = { for key, disk in local.disks : key => disk if disk.lun != null }

  managed_disk_id    = azurerm_managed_disk.this[each.key].id
  virtual_machine_id = local.vm_ids[each.value.server_key]
  lun                = each.value.lun
  caching            = "None"
}
