# What DRS launches servers with. It has an EC2 launch template of its own for each of them, which Terraform must not take over:
# the runbook puts these values into new versions of it.
locals {
  launched_vpc_keys = toset(flatten([
    for server in var.replicated_servers : [for interface in server.interfaces : var.subnets[interface.subnet_key].vpc_key]
  ]))

  launch_modes = ["drill", "failover"]

  launch_tags = {
    for key, server in var.replicated_servers : key => {
      for mode in local.launch_modes : mode => merge(
        { for name, value in var.tags : name => value if name != "drplan:managed-by" },
        # A drill must not be backed up as if it were the real server.
        { for name, value in server.tags : name => value if !(mode == "drill" && name == "drplan:backup") },
        { "drplan:mode" = mode },
      )
    }
  }

  launch_cards = {
    for key, server in var.replicated_servers : key => {
      for mode in local.launch_modes : mode => [
        for index, interface in server.interfaces : {
          DeviceIndex         = tonumber(index)
          DeleteOnTermination = true
          SubnetId            = module.network.subnet_ids[interface.subnet_key]
          Groups = (
            mode == "drill"
            ? [module.protection.drill_group_ids[var.subnets[interface.subnet_key].vpc_key]]
            : [for group_key in interface.security_group_keys : module.security.security_group_ids[group_key]]
          )
          PrivateIpAddresses = [
            for place, address in interface.addresses : { Primary = place == 0, PrivateIpAddress = address }
          ]
        }
      ]
    }
  }

  # The input of ec2:CreateLaunchTemplateVersion. No volumes: DRS knows them by the devices of the source server, and encrypts
  # them with the key of its replication settings. It is given out as text (launch-outputs.tf): a state keeps the type of every
  # part of an output beside its value, and is written as a whole after each resource.
  drs_launch_templates = {
    for key, server in var.replicated_servers : key => {
      for mode in local.launch_modes : mode => {
        SourceVersion      = "$Latest"
        VersionDescription = "drplan ${mode} ${var.name}"
        LaunchTemplateData = {
          InstanceType       = server.instance_type
          EbsOptimized       = true
          IamInstanceProfile = { Name = module.protection.instance_profile_name }
          Monitoring         = { Enabled = true }
          MetadataOptions    = { HttpEndpoint = "enabled", HttpTokens = "required", HttpPutResponseHopLimit = 1 }
          # A card without groups or addresses does not name them: EC2 takes no empty list.
          NetworkInterfaces = [
            for card in local.launch_cards[key][mode] : merge(
              { for name, value in card : name => value if !contains(["Groups", "PrivateIpAddresses"], name) },
              { for name in(length(card.Groups) > 0 ? ["Groups"] : []) : name => card.Groups },
              { for name in(length(card.PrivateIpAddresses) > 0 ? ["PrivateIpAddresses"] : []) : name => card.PrivateIpAddresses },
            )
          ]
          TagSpecifications = [
            for type in ["instance", "volume"] : {
              ResourceType = type
              Tags         = [for name, value in local.launch_tags[key][mode] : { Key = name, Value = value }]
            }
          ]
        }
      }
    }
  }
}
