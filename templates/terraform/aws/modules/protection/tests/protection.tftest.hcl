# Without an account: terraform init && terraform test. Plans only, because the key and the vault refuse to be destroyed.
mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name                  = "test"
  region                = "eu-west-1"
  backup_plans          = { every-4h = { schedule = "cron(0 0/4 * * ? *)" }, every-24h = { schedule = "cron(0 5 * * ? *)" } }
  backup_retention_days = 14
  vpc_ids               = { shop = "vpc-shop" }
  subnet_ids            = { staging = "subnet-staging" }
  zone_names            = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  restore_test          = {}
  capacity              = { m7i-large-linux-unix-1 = { instance_type = "m7i.large", platform = "Linux/UNIX", zone = 1, servers = 3 } }
  replication           = { staging = { vpc_key = "shop", source_blocks = ["10.0.0.0/16", "10.1.0.0/16"], endpoint_block = "10.64.0.0/16" } }
  replication_promises  = { db = 15, web = 60 }
  drs_source_servers    = { db = "s-0123456789abcdef0" }
  alarm_subscribers     = { desk = { protocol = "email", endpoint = "desk@example.org" } }
}

run "keeps_what_must_outlive_every_drill" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The key rotates, and is not gone at once."
  }

  assert {
    condition     = !strcontains(aws_kms_key.this.policy, "\"AWS\":\"*\"")
    error_message = "The key is not for everybody."
  }
}

run "takes_a_backup_as_often_as_asked_and_keeps_it_as_long" {
  command = plan

  assert {
    condition     = { for key, plan in aws_backup_plan.this : key => one(plan.rule[*].schedule) } == { every-4h = "cron(0 0/4 * * ? *)", every-24h = "cron(0 5 * * ? *)" }
    error_message = "Schedules."
  }

  assert {
    condition     = alltrue([for plan in aws_backup_plan.this : one(one(plan.rule[*].lifecycle)).delete_after == 14])
    error_message = "Retention."
  }

  assert {
    condition     = alltrue([for key, selection in aws_backup_selection.this : one(selection.selection_tag[*].value) == key])
    error_message = "A machine names its plan by its tag."
  }
}

run "lets_only_the_primary_site_replicate" {
  command = plan

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.replication : "${rule.cidr_ipv4} ${rule.from_port}"]) == toset(["10.0.0.0/16 1500", "10.1.0.0/16 1500"])
    error_message = "Blocks of the primary site, and the one port."
  }

  assert {
    condition     = !aws_drs_replication_configuration_template.this["staging"].create_public_ip && aws_drs_replication_configuration_template.this["staging"].data_plane_routing == "PRIVATE_IP"
    error_message = "Nothing replicates over the internet."
  }
}

run "wakes_somebody_when_the_promise_is_at_risk" {
  command = plan

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.replication_lag) == ["db"] && aws_cloudwatch_metric_alarm.replication_lag["db"].threshold == 900
    error_message = "The alarm is at the promise, in seconds, for servers whose id is known."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.replication_lag["db"].treat_missing_data == "breaching"
    error_message = "Silence is an alarm."
  }

  assert {
    condition     = keys(aws_cloudwatch_event_rule.this) == ["backup-failed", "replication-stalled", "vault-changed"]
    error_message = "What needs no id is watched from the start."
  }
}

run "holds_capacity_in_its_zone" {
  command = plan

  assert {
    condition     = aws_ec2_capacity_reservation.this["m7i-large-linux-unix-1"].availability_zone == "eu-west-1b" && aws_ec2_capacity_reservation.this["m7i-large-linux-unix-1"].instance_count == 3
    error_message = "Three of them, in the second zone."
  }
}

run "tests_no_restore_unless_asked" {
  command = plan

  assert {
    condition     = length(aws_backup_restore_testing_plan.this) == 0 && length(aws_security_group.restore_test) == 0
    error_message = "A test costs money, so nobody gets one unasked."
  }
}

run "tests_restores_behind_a_closed_group" {
  command = plan

  variables {
    restore_test = { staging = { vpc_key = "shop", schedule = "cron(0 5 ? * SUN *)", kept_hours = 4 } }
  }

  assert {
    condition     = aws_backup_restore_testing_plan.this["staging"].name == "test_restore_test"
    error_message = "Names there have letters, digits and underscores."
  }

  assert {
    condition     = aws_backup_restore_testing_selection.this["staging"].restore_metadata_overrides["subnetId"] == "subnet-staging"
    error_message = "It is restored where it can harm nobody."
  }
}
