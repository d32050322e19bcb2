# A backup that was never restored is a hope. Once a week the newest recovery point of each machine is restored into a
# subnet and a group that let nothing pass, looked at, and deleted again.
locals {
  restore_tests = length(var.backup_plans) > 0 ? var.restore_test : {}
}

resource "aws_security_group" "restore_test" {
  for_each = local.restore_tests

  name        = "${var.name}-restore-test"
  description = "Closed: machines restored as a test"
  vpc_id      = var.vpc_ids[each.value.vpc_key]

  tags = { Name = "restore-test" }
}

resource "aws_backup_restore_testing_plan" "this" {
  for_each = local.restore_tests

  # Letters, digits and underscores only.
  name                = replace("${var.name}_restore_test", "-", "_")
  schedule_expression = each.value.schedule

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this.arn]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = 7
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  for_each = local.restore_tests

  name                      = "machines"
  restore_testing_plan_name = aws_backup_restore_testing_plan.this[each.key].name
  protected_resource_type   = "EC2"
  protected_resource_arns   = ["*"]
  iam_role_arn              = aws_iam_role.backup.arn
  validation_window_hours   = each.value.kept_hours

  restore_metadata_overrides = {
    subnetId         = var.subnet_ids[each.key]
    securityGroupIds = jsonencode([aws_security_group.restore_test[each.key].id])
  }
}
