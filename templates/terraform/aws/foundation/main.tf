# What stands while the primary site is well, and what must outlive every drill: network, keys, backups,
# replication, and the servers that run all the time.

module "protection" {
  source = "../modules/protection"

  name                  = var.name
  region                = var.region
  backup_plans          = var.backup_plans
  backup_retention_days = var.backup_retention_days
  replication           = var.replication
  vpc_ids               = module.network.vpc_ids
  subnet_ids            = module.network.subnet_ids
  restore_test          = var.restore_testing ? var.restore_test : {}
  capacity              = var.capacity
  zone_names            = module.network.zone_names
  replication_promises  = var.replication_promises
  drs_source_servers    = var.drs_source_servers
  alarm_subscribers     = var.alarm_subscribers
  launched_vpc_keys     = local.launched_vpc_keys
}

module "network" {
  source = "../modules/network"

  name                = var.name
  vpcs                = var.vpcs
  subnets             = var.subnets
  route_tables        = var.route_tables
  routes              = var.routes
  peerings            = var.peerings
  nat_gateways        = var.nat_gateways
  network_acls        = var.network_acls
  network_acl_entries = var.network_acl_entries
  kms_key_arn         = module.protection.kms_key_arn
  flow_log_role_arn   = module.protection.flow_log_role_arn
  log_retention_days  = var.log_retention_days
}

module "security" {
  source = "../modules/security"

  vpc_ids              = module.network.vpc_ids
  security_groups      = var.security_groups
  security_rules       = var.security_rules
  prefix_lists         = var.prefix_lists
  managed_prefix_lists = var.managed_prefix_lists
}

module "standby" {
  source = "../modules/compute"

  name                  = "${var.name}-standby"
  images                = var.images
  image_owners          = var.image_owners
  snapshots             = var.snapshots
  kms_key_arn           = module.protection.kms_key_arn
  instance_profile_name = module.protection.instance_profile_name
  volume_tags           = var.tags

  servers = {
    for key, server in var.servers : key => merge(server, {
      full_instance_type = server.instance_type
      instance_type      = var.mode == "standby" ? coalesce(server.standby_instance_type, server.instance_type) : server.instance_type
      interfaces = {
        for index, interface in server.interfaces : index => {
          subnet_id          = module.network.subnet_ids[interface.subnet_key]
          security_group_ids = [for group_key in interface.security_group_keys : module.security.security_group_ids[group_key]]
          addresses          = interface.addresses
          forwards           = coalesce(interface.forwards, false)
        }
      }
    })
  }
}

# They name cards of servers, so they stand where the servers do.
resource "aws_route" "appliance" {
  for_each = var.appliance_routes

  route_table_id              = module.network.route_table_ids[each.value.route_table_key]
  destination_cidr_block      = each.value.family == 4 ? each.value.destination : null
  destination_ipv6_cidr_block = each.value.family == 6 ? each.value.destination : null
  network_interface_id        = module.standby.interface_ids["${each.value.server_key}/${each.value.interface}"]
}
