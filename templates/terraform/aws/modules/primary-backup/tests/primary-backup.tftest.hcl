# Without an account: terraform init && terraform test. Plans only, because the key and the vault refuse to be destroyed.
mock_provider "aws" {
  override_during = plan
}

variables {
  name                  = "test"
  destination_vault_arn = "arn:aws:backup:eu-west-1:111122223333:backup-vault:test"
  retention_days        = 35
  backup_plans          = { every-24h = { schedule = "cron(0 5 * * ? *)" } }
  machines = {
    wiki = { instance_id = "i-0123456789abcdef0", backup = "every-24h" }
    db   = { instance_id = "i-0123456789abcdef1" }
  }
}

run "copies_every_backup_to_the_recovery_site" {
  command = plan

  assert {
    condition     = one(one(aws_backup_plan.this["every-24h"].rule[*].copy_action)).destination_vault_arn == var.destination_vault_arn
    error_message = "A backup that stays at the primary site is lost with it."
  }
}

run "names_every_machine_and_backs_up_those_that_rest_on_backups" {
  command = plan

  assert {
    condition     = { for key, tag in aws_ec2_tag.key : tag.resource_id => tag.value } == { "i-0123456789abcdef0" = "wiki", "i-0123456789abcdef1" = "db" }
    error_message = "Images are found by the key of their machine."
  }

  assert {
    condition     = [for tag in aws_ec2_tag.backup : "${tag.resource_id} ${tag.value}"] == ["i-0123456789abcdef0 every-24h"]
    error_message = "Only what rests on backups is backed up."
  }
}
