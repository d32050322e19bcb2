# Terraform looks through all of a for_each once for each instance, and reads a whole resource wherever one of its instances
# is named. So for_each goes over keys alone, and what servers need of other resources is put together once, in locals:
# otherwise the time of a plan grows with the square of the number of servers.
locals {
  server_keys = toset(keys(var.servers))

  further_interfaces = merge({}, [
    for server_key, server in var.servers : {
      for index, interface in server.interfaces : "${server_key}/${index}" => {
        server_key   = server_key
        device_index = tonumber(index)
        interface    = interface
      } if index != "0"
    }
  ]...)

  further_interface_keys = toset(keys(local.further_interfaces))
}

data "aws_ami" "this" {
  for_each = local.server_keys

  owners      = var.image_owners
  most_recent = true

  filter {
    name   = contains(keys(var.images), each.key) ? "image-id" : "tag:drplan:vm"
    values = [lookup(var.images, each.key, each.key)]
  }
}

# One template for all servers that are launched alike, named by what it says: servers of one kind share it, and one
# that changes kind gets another, without touching its neighbours.
locals {
  launches = {
    for server_key, server in var.servers : server_key => {
      instance_type = server.full_instance_type
      data_disks    = { for disk in server.data_disks : disk.device_name => disk }
    }
  }

  launch_keys = {
    for server_key, launch in local.launches : server_key =>
    "${replace(launch.instance_type, ".", "-")}-${substr(sha256(jsonencode(launch)), 0, 10)}"
  }

  launch_templates = {
    for launch_key, server_keys in { for server_key, launch_key in local.launch_keys : launch_key => server_key... } :
    launch_key => local.launches[server_keys[0]]
  }
}

# The data disks are in the template and not volumes of their own, so that they are there when the server boots.
# A disk of the image with the same device name is the same disk: the sizes here are then its new sizes.
resource "aws_launch_template" "this" {
  for_each = local.launch_templates

  name          = "${var.name}-${each.key}"
  description   = "${each.value.instance_type}, data disks: ${length(each.value.data_disks)}"
  instance_type = each.value.instance_type
  ebs_optimized = true

  dynamic "iam_instance_profile" {
    for_each = var.instance_profile_name == null ? [] : [var.instance_profile_name]

    content {
      name = iam_instance_profile.value
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  dynamic "block_device_mappings" {
    for_each = each.value.data_disks

    content {
      device_name = block_device_mappings.key

      ebs {
        encrypted             = true
        kms_key_id            = var.kms_key_arn
        delete_on_termination = true
        volume_type           = block_device_mappings.value.type
        volume_size           = block_device_mappings.value.size_gib
        iops                  = block_device_mappings.value.iops
        throughput            = block_device_mappings.value.throughput_mibs
      }
    }
  }
}

locals {
  launched = {
    for server_key, server in var.servers : server_key => merge(server, {
      ami              = data.aws_ami.this[server_key].id
      template_id      = aws_launch_template.this[local.launch_keys[server_key]].id
      template_version = aws_launch_template.this[local.launch_keys[server_key]].latest_version
      snapshots        = { for disk_key, id in lookup(var.snapshots, server_key, {}) : disk_key => id if contains(keys(server.data_disks), disk_key) }
    })
  }

  attached_interfaces = {
    for key, further in local.further_interfaces : key => merge(further, {
      instance_id          = aws_instance.this[further.server_key].id
      network_interface_id = aws_network_interface.this[key].id
    })
  }
}

# What one server has by itself, over its template: image, place, addresses, root disk, snapshots and tags.
# A card without a group of its own falls to the default group of its VPC, which is closed.
resource "aws_instance" "this" {
  for_each = local.server_keys

  # Stated here besides the template, because only here is it changed in place: by a stop and a start.
  instance_type               = local.launched[each.key].instance_type
  ami                         = local.launched[each.key].ami
  subnet_id                   = local.launched[each.key].interfaces["0"].subnet_id
  private_ip                  = try(local.launched[each.key].interfaces["0"].addresses[0], null)
  secondary_private_ips       = try(slice(local.launched[each.key].interfaces["0"].addresses, 1, length(local.launched[each.key].interfaces["0"].addresses)), null)
  vpc_security_group_ids      = length(local.launched[each.key].interfaces["0"].security_group_ids) > 0 ? local.launched[each.key].interfaces["0"].security_group_ids : null
  associate_public_ip_address = false
  source_dest_check           = !local.launched[each.key].interfaces["0"].forwards
  monitoring                  = true
  ebs_optimized               = true
  iam_instance_profile        = local.launched[each.key].instance_profile_name == null ? var.instance_profile_name : local.launched[each.key].instance_profile_name

  launch_template {
    id      = local.launched[each.key].template_id
    version = local.launched[each.key].template_version
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted             = true
    kms_key_id            = var.kms_key_arn
    delete_on_termination = true
    volume_type           = try(local.launched[each.key].root_disk.type, null)
    volume_size           = try(local.launched[each.key].root_disk.size_gib, null)
    iops                  = try(local.launched[each.key].root_disk.iops, null)
    throughput            = try(local.launched[each.key].root_disk.throughput_mibs, null)
  }

  # In place of the template's empty disk of the same device name.
  dynamic "ebs_block_device" {
    for_each = local.launched[each.key].snapshots

    content {
      device_name           = local.launched[each.key].data_disks[ebs_block_device.key].device_name
      snapshot_id           = ebs_block_device.value
      encrypted             = true
      kms_key_id            = var.kms_key_arn
      delete_on_termination = true
      volume_type           = local.launched[each.key].data_disks[ebs_block_device.key].type
      volume_size           = local.launched[each.key].data_disks[ebs_block_device.key].size_gib
      iops                  = local.launched[each.key].data_disks[ebs_block_device.key].iops
      throughput            = local.launched[each.key].data_disks[ebs_block_device.key].throughput_mibs
    }
  }

  tags        = local.launched[each.key].tags
  volume_tags = merge(var.volume_tags, local.launched[each.key].tags)

  # A new image, template or disk must never replace a server that is running: it may be the only copy.
  lifecycle {
    ignore_changes = [ami, launch_template, root_block_device, ebs_block_device]
  }
}

resource "aws_network_interface" "this" {
  for_each = local.further_interface_keys

  subnet_id               = local.further_interfaces[each.key].interface.subnet_id
  security_groups         = length(local.further_interfaces[each.key].interface.security_group_ids) > 0 ? local.further_interfaces[each.key].interface.security_group_ids : null
  private_ip_list_enabled = length(local.further_interfaces[each.key].interface.addresses) > 0
  private_ip_list         = length(local.further_interfaces[each.key].interface.addresses) > 0 ? local.further_interfaces[each.key].interface.addresses : null
  source_dest_check       = !local.further_interfaces[each.key].interface.forwards

  tags = var.servers[local.further_interfaces[each.key].server_key].tags
}

resource "aws_network_interface_attachment" "this" {
  for_each = local.further_interface_keys

  instance_id          = local.attached_interfaces[each.key].instance_id
  network_interface_id = local.attached_interfaces[each.key].network_interface_id
  device_index         = local.attached_interfaces[each.key].device_index
}
