locals {
  further_interfaces = merge({}, [
    for server_key, server in var.servers : {
      for index, interface in server.interfaces : "${server_key}/${index}" => {
        server_key   = server_key
        device_index = tonumber(index)
        interface    = interface
      } if index != "0"
    }
  ]...)
}

data "aws_ami" "this" {
  for_each = var.servers

  owners      = var.image_owners
  most_recent = true

  filter {
    name   = contains(keys(var.images), each.key) ? "image-id" : "tag:drplan:vm"
    values = [lookup(var.images, each.key, each.key)]
  }
}

# The disks are in the template and not volumes of their own, so that they are there when the server boots.
# A disk of the image with the same device name is the same disk: the sizes here are then its new sizes.
resource "aws_launch_template" "this" {
  for_each = var.servers

  name          = "${var.name}-${each.key}"
  description   = "Recovers the server ${each.key}"
  image_id      = data.aws_ami.this[each.key].id
  instance_type = each.value.full_instance_type
  ebs_optimized = true

  iam_instance_profile {
    name = var.instance_profile_name
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  block_device_mappings {
    device_name = data.aws_ami.this[each.key].root_device_name

    ebs {
      encrypted             = true
      kms_key_id            = var.kms_key_arn
      delete_on_termination = true
      volume_type           = try(each.value.root_disk.type, null)
      volume_size           = try(each.value.root_disk.size_gib, null)
      iops                  = try(each.value.root_disk.iops, null)
      throughput            = try(each.value.root_disk.throughput_mibs, null)
    }
  }

  dynamic "block_device_mappings" {
    for_each = each.value.data_disks

    content {
      device_name = block_device_mappings.value.device_name

      ebs {
        encrypted             = true
        kms_key_id            = var.kms_key_arn
        delete_on_termination = true
        snapshot_id           = try(var.snapshots[each.key][block_device_mappings.key], null)
        volume_type           = block_device_mappings.value.type
        volume_size           = block_device_mappings.value.size_gib
        iops                  = block_device_mappings.value.iops
        throughput            = block_device_mappings.value.throughput_mibs
      }
    }
  }

  tag_specifications {
    resource_type = "volume"
    tags          = merge(var.volume_tags, each.value.tags)
  }
}

# A card without a group of its own falls to the default group of its VPC, which is closed.
resource "aws_instance" "this" {
  for_each = var.servers

  # Stated here besides the template, because only here is it changed in place: by a stop and a start.
  instance_type               = each.value.instance_type
  subnet_id                   = each.value.interfaces["0"].subnet_id
  private_ip                  = try(each.value.interfaces["0"].addresses[0], null)
  secondary_private_ips       = try(slice(each.value.interfaces["0"].addresses, 1, length(each.value.interfaces["0"].addresses)), null)
  vpc_security_group_ids      = length(each.value.interfaces["0"].security_group_ids) > 0 ? each.value.interfaces["0"].security_group_ids : null
  associate_public_ip_address = false
  source_dest_check           = !each.value.interfaces["0"].forwards
  monitoring                  = true

  launch_template {
    id      = aws_launch_template.this[each.key].id
    version = aws_launch_template.this[each.key].latest_version
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  tags = each.value.tags

  # A new image or template version must never replace a server that is running: it may be the only copy.
  lifecycle {
    ignore_changes = [launch_template]
  }
}

resource "aws_network_interface" "this" {
  for_each = local.further_interfaces

  subnet_id               = each.value.interface.subnet_id
  security_groups         = length(each.value.interface.security_group_ids) > 0 ? each.value.interface.security_group_ids : null
  private_ip_list_enabled = length(each.value.interface.addresses) > 0
  private_ip_list         = length(each.value.interface.addresses) > 0 ? each.value.interface.addresses : null
  source_dest_check       = !each.value.interface.forwards

  tags = var.servers[each.value.server_key].tags
}

resource "aws_network_interface_attachment" "this" {
  for_each = local.further_interfaces

  instance_id          = aws_instance.this[each.value.server_key].id
  network_interface_id = aws_network_interface.this[each.key].id
  device_index         = each.value.device_index
}
