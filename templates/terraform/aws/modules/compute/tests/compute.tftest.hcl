# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_data "aws_ami" {
    defaults = { id = "ami-0123456789abcdef0", root_device_name = "/dev/xvda" }
  }
}

variables {
  name                  = "test"
  images                = { b = "ami-00000000000000001" }
  image_owners          = ["self"]
  snapshots             = { b = { data = "snap-1", unknown = "snap-2" } }
  kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/k"
  instance_profile_name = "profile"
  volume_tags           = { "drplan:site" = "test" }

  servers = {
    a = {
      name       = "A", instance_type = "m7i.large", full_instance_type = "m7i.large", tags = { Name = "A" }
      root_disk  = { type = "gp3", size_gib = 40 }
      data_disks = { data = { device_name = "/dev/sdf", type = "gp3", size_gib = 100 } }
      interfaces = { "0" = { subnet_id = "subnet-1", security_group_ids = ["sg-1"], addresses = ["10.0.0.4", "10.0.0.5"], forwards = true } }
    }
    b = {
      name       = "B", instance_type = "m7i.large", full_instance_type = "m7i.large", tags = { Name = "B" }
      root_disk  = { type = "gp3", size_gib = 80 }
      data_disks = { data = { device_name = "/dev/sdf", type = "gp3", size_gib = 100 } }
      interfaces = {
        "0" = { subnet_id = "subnet-1", security_group_ids = [], addresses = [], forwards = false }
        "1" = { subnet_id = "subnet-2", security_group_ids = ["sg-2"], addresses = ["10.0.1.4"], forwards = true }
      }
    }
    c = {
      name       = "C", instance_type = "m7i.medium", full_instance_type = "m7i.xlarge", tags = { Name = "C" }
      data_disks = {}
      interfaces = { "0" = { subnet_id = "subnet-1", security_group_ids = ["sg-1"], addresses = ["10.0.0.6"], forwards = false } }
    }
  }
}

run "shares_a_template_between_servers_that_are_launched_alike" {
  assert {
    condition     = length(aws_launch_template.this) == 2
    error_message = "a and b differ only in what is their own."
  }

  assert {
    condition     = aws_instance.this["a"].launch_template[0].id == aws_instance.this["b"].launch_template[0].id
    error_message = "They share one template."
  }

  assert {
    condition     = alltrue([for template in aws_launch_template.this : can(regex("^test-m7i-x?large-[0-9a-f]{10}$", template.name))])
    error_message = "A template is named by what it says, at full size."
  }
}

run "gives_each_server_what_is_its_own" {
  assert {
    condition     = aws_instance.this["a"].private_ip == "10.0.0.4" && tolist(aws_instance.this["a"].secondary_private_ips) == tolist(["10.0.0.5"])
    error_message = "Addresses are the planned ones."
  }

  assert {
    condition     = aws_instance.this["b"].root_block_device[0].volume_size == 80 && aws_instance.this["a"].root_block_device[0].volume_size == 40
    error_message = "Root disks have their own size."
  }

  assert {
    condition     = [for disk in aws_instance.this["b"].ebs_block_device : disk.snapshot_id] == ["snap-1"] && length(aws_instance.this["a"].ebs_block_device) == 0
    error_message = "Only a known disk is made from a snapshot."
  }

  assert {
    condition     = aws_instance.this["c"].instance_type == "m7i.medium"
    error_message = "A standing server may be smaller than its template."
  }

  assert {
    condition     = aws_instance.this["b"].volume_tags == tomap({ Name = "B", "drplan:site" = "test" })
    error_message = "Disks carry the tags of their server."
  }
}

run "attaches_further_cards" {
  assert {
    condition     = keys(aws_network_interface.this) == ["b/1"] && aws_network_interface.this["b/1"].private_ip_list == tolist(["10.0.1.4"])
    error_message = "The second card has the planned address."
  }

  assert {
    condition     = aws_network_interface_attachment.this["b/1"].instance_id == aws_instance.this["b"].id && aws_network_interface_attachment.this["b/1"].device_index == 1
    error_message = "It is attached in its place."
  }
}

run "hardens_every_server" {
  assert {
    condition = alltrue([
      for server in aws_instance.this :
      server.metadata_options[0].http_tokens == "required" && server.root_block_device[0].encrypted && !server.associate_public_ip_address
    ])
    error_message = "Metadata by token only, encrypted disks, no public address."
  }
}

run "lets_only_forwarding_cards_pass_what_is_not_theirs" {
  assert {
    condition     = !aws_instance.this["a"].source_dest_check && aws_instance.this["b"].source_dest_check && !aws_network_interface.this["b/1"].source_dest_check
    error_message = "An appliance forwards; nobody else does."
  }
}
