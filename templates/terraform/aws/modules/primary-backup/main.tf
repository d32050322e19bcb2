# Backups of the primary site, taken there and copied to the vault of the recovery site.
data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  backed_up = { for server_key, machine in var.machines : server_key => machine if machine.backup != null }
}

resource "aws_kms_key" "this" {
  description             = "Backups that are taken at the primary site of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountDecidesByIam"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })

  # Without the key no backup that is here can ever be read again.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_backup_vault" "this" {
  name        = "${var.name}-primary"
  kms_key_arn = aws_kms_key.this.arn

  lifecycle {
    prevent_destroy = true
  }
}

# Whose backups are taken, and whose image it is that comes of them: the copy keeps the tags of its machine.
resource "aws_ec2_tag" "key" {
  for_each = var.machines

  resource_id = each.value.instance_id
  key         = "drplan:vm"
  value       = each.key
}

resource "aws_ec2_tag" "backup" {
  for_each = local.backed_up

  resource_id = each.value.instance_id
  key         = "drplan:backup"
  value       = each.value.backup
}

resource "aws_iam_role" "this" {
  name        = "${var.name}-primary-backup"
  description = "AWS Backup takes the backups of the primary site of ${var.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "backup.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}

resource "aws_backup_plan" "this" {
  for_each = var.backup_plans

  name = "${var.name}-${each.key}"

  rule {
    rule_name         = each.key
    target_vault_name = aws_backup_vault.this.name
    schedule          = each.value.schedule
    start_window      = 60

    lifecycle {
      delete_after = var.retention_days
    }

    copy_action {
      destination_vault_arn = var.destination_vault_arn

      lifecycle {
        delete_after                              = var.retention_days
        opt_in_to_archive_for_supported_resources = false
      }
    }
  }
}

resource "aws_backup_selection" "this" {
  for_each = var.backup_plans

  name         = each.key
  plan_id      = aws_backup_plan.this[each.key].id
  iam_role_arn = aws_iam_role.this.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "drplan:backup"
    value = each.key
  }
}
