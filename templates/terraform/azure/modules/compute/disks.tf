locals {
  disks = tomap(merge({}, [
    for server_key, server in var.servers : {
      for disk_key, disk in server.disks : "${server_key}/${disk_key}" => merge(disk, {
        server_key = server_key
        source_id  = try(var.disk_sources[server_key][disk_key], null)
      })
    }
  ]...))

  disk_keys      = toset(keys(local.disks))
  snapshot_keys  = toset([for key, disk in local.disks : key if disk.source_id == null])
  data_disk_keys = toset([for key, disk in local.disks : key if disk.lun != null])

  snapshots = { for key, snapshot in data.azurerm_snapshot.this : key => { id = snapshot.id, trusted_launch = snapshot.trusted_launch_enabled } }
  disk_ids  = tomap({ for key, disk in azurerm_managed_disk.this : key => disk.id })

  copied = tomap({
    for key, disk in local.disks : key => merge(disk, {
      source_id  = disk.source_id == null ? local.snapshots[key].id : disk.source_id
      os_type    = disk.lun == null ? var.servers[disk.server_key].os_type : null
      generation = disk.lun == null ? var.servers[disk.server_key].generation : null
      zone       = var.servers[disk.server_key].zone
      tags       = tomap(merge(var.tags, var.servers[disk.server_key].tags))
    })
  })

  trusted_launch = {
    for key, server in var.servers : key => (
      contains(var.trusted_launch_servers, key) || try(local.snapshots["${key}/os"].trusted_launch, false)
    )
  }
}

# Of disks that nobody names a source for, the snapshot with the name that the disk will have. If there is none, the
# plan stops and says which: an empty disk in its place would be found out too late.
data "azurerm_snapshot" "this" {
  for_each = local.snapshot_keys

  name                = local.disks[each.key].name
  resource_group_name = var.snapshot_resource_group_name
}

resource "azurerm_managed_disk" "this" {
  for_each = local.disk_keys

  name                          = local.copied[each.key].name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  zone                          = local.copied[each.key].zone
  create_option                 = "Copy"
  source_resource_id            = local.copied[each.key].source_id
  storage_account_type          = local.copied[each.key].type
  tier                          = local.copied[each.key].tier
  disk_size_gb                  = local.copied[each.key].size_gib
  disk_iops_read_write          = local.copied[each.key].iops
  disk_mbps_read_write          = local.copied[each.key].throughput_mibs
  os_type                       = local.copied[each.key].os_type
  hyper_v_generation            = local.copied[each.key].generation
  disk_encryption_set_id        = var.disk_encryption_set_id
  network_access_policy         = "DenyAll"
  public_network_access_enabled = false

  tags = local.copied[each.key].tags

  # A newer snapshot must never replace the disk of a server that is running: it may be the only copy. Nor must a new name.
  lifecycle {
    ignore_changes = [name, source_resource_id]
  }
}

# The provider attaches disks to a server that has started: see the README. No cache: what is written is written.
resource "azurerm_virtual_machine_data_disk_attachment" "this" {
  for_each = local.data_disk_keys

  managed_disk_id    = local.disk_ids[each.key]
  virtual_machine_id = local.vm_ids[local.disks[each.key].server_key]
  lun                = local.disks[each.key].lun
  caching            = "None"
}
