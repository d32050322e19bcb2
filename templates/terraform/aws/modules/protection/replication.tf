# AWS Elastic Disaster Recovery (DRS). The provider knows its template only: source servers and launch
# settings come into being when its software is installed on them.
resource "aws_security_group" "replication" {
  for_each = var.replication

  name        = "${var.name}-replication"
  description = "DRS replication servers"
  vpc_id      = var.vpc_ids[each.value.vpc_key]

  tags = { Name = "replication" }
}

locals {
  replication_sources = merge({}, [
    for subnet_key, replication in var.replication : {
      for block in replication.source_blocks : "${subnet_key}/${block}" => { subnet_key = subnet_key, block = block }
    }
  ]...)
}

# TCP 1500 is the port that primary servers send blocks to (AWS DRS user guide, network requirements).
resource "aws_vpc_security_group_ingress_rule" "replication" {
  for_each = local.replication_sources

  security_group_id = aws_security_group.replication[each.value.subnet_key].id
  description       = "Replicated blocks from the primary site"
  ip_protocol       = "tcp"
  from_port         = 1500
  to_port           = 1500
  cidr_ipv4         = each.value.block
}

resource "aws_vpc_security_group_egress_rule" "replication" {
  for_each = var.replication

  security_group_id = aws_security_group.replication[each.key].id
  description       = "Endpoints of DRS, EC2 and S3"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.value.endpoint_block
}

resource "aws_drs_replication_configuration_template" "this" {
  for_each = var.replication

  associate_default_security_group        = false
  auto_replicate_new_disks                = true
  bandwidth_throttling                    = 0
  create_public_ip                        = false
  data_plane_routing                      = "PRIVATE_IP"
  default_large_staging_disk_type         = "GP3"
  ebs_encryption                          = "CUSTOM"
  ebs_encryption_key_arn                  = aws_kms_key.this.arn
  replication_server_instance_type        = "t3.small"
  replication_servers_security_groups_ids = [aws_security_group.replication[each.key].id]
  staging_area_subnet_id                  = var.subnet_ids[each.key]
  staging_area_tags                       = { "drplan:role" = "replication" }
  use_dedicated_replication_server        = false

  # DRS takes these three rules only; no more than the days that the last one keeps may be changed.
  pit_policy {
    enabled            = true
    rule_id            = 1
    units              = "MINUTE"
    interval           = 10
    retention_duration = 60
  }

  pit_policy {
    enabled            = true
    rule_id            = 2
    units              = "HOUR"
    interval           = 1
    retention_duration = 24
  }

  pit_policy {
    enabled            = true
    rule_id            = 3
    units              = "DAY"
    interval           = 1
    retention_duration = 7
  }
}
