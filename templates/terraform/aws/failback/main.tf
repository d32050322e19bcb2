# Servers that are lost at the primary site, made again where they were. What stands there still is looked up, and never
# changed.

locals {
  made = {
    for key in setintersection(var.lost, keys(var.servers)) : key => var.servers[key]
    if var.servers[key].wave <= var.up_to_wave
  }

  tags = merge(var.tags, { "drplan:root" = "failback" })

  addresses = {
    for subnet_key, addresses in {
      for placed in flatten([
        for server in local.made : [
          for interface in server.interfaces : { subnet_key = interface.subnet_key, addresses = interface.addresses }
        ]
      ]) : placed.subnet_key => placed.addresses...
    } : subnet_key => flatten(addresses)
  }

  group_keys = toset(flatten([
    for server in local.made : [for interface in server.interfaces : interface.security_group_keys]
  ]))
}

# Looked up by the ids of the inventory: one that is gone stops the plan, with its key, before anything is made.
data "aws_subnet" "this" {
  for_each = toset(keys(local.addresses))

  id = var.subnets[each.key]

  lifecycle {
    postcondition {
      condition = alltrue([
        for address in local.addresses[each.key] :
        cidrhost("${address}/${split("/", self.cidr_block)[1]}", 0) == cidrhost(self.cidr_block, 0)
      ])
      error_message = "Subnet ${each.key} (${self.id}) has the block ${self.cidr_block} now, and the servers had ${join(", ", local.addresses[each.key])}: it is not the subnet that they were in."
    }
  }
}

data "aws_security_group" "this" {
  for_each = local.group_keys

  id = var.security_groups[each.key]
}

module "servers" {
  source = "./modules/compute"

  name                  = "${var.name}-failback"
  images                = var.images
  image_owners          = var.image_owners
  snapshots             = var.snapshots
  kms_key_arn           = var.kms_key_arn
  instance_profile_name = var.instance_profile_name
  volume_tags           = local.tags

  servers = {
    for key, server in local.made : key => merge(server, {
      full_instance_type = server.instance_type
      tags               = merge(server.tags, { "drplan:root" = "failback" })
      interfaces = {
        for index, interface in server.interfaces : index => {
          subnet_id          = data.aws_subnet.this[interface.subnet_key].id
          addresses          = interface.addresses
          forwards           = coalesce(interface.forwards, false)
          security_group_ids = [for group_key in interface.security_group_keys : data.aws_security_group.this[group_key].id]
        }
      }
    })
  }
}
