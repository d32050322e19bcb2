# Who is told when replication falls behind or a backup fails. Without subscribers the topic tells nobody.
resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = aws_kms_key.this.arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsAndEvents"
      Effect    = "Allow"
      Principal = { Service = ["cloudwatch.amazonaws.com", "events.amazonaws.com"] }
      Action    = "sns:Publish"
      Resource  = "arn:${local.partition}:sns:${var.region}:${local.account}:${var.name}-alarms"
    }]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = var.alarm_subscribers

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = each.value.protocol
  endpoint  = each.value.endpoint
}

# DRS counts the lag in seconds, for each source server by its id, which it gives when its software is installed.
resource "aws_cloudwatch_metric_alarm" "replication_lag" {
  for_each = { for server_key, id in var.drs_source_servers : server_key => id if contains(keys(var.replication_promises), server_key) }

  alarm_name          = "${var.name}-lag-${each.key}"
  alarm_description   = "The data of ${each.key} is older than its promise of ${var.replication_promises[each.key]} minutes"
  namespace           = "AWS/DRS"
  metric_name         = "LagDuration"
  dimensions          = { SourceServerID = each.value }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.replication_promises[each.key] * 60
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  # No measurement is no replication.
  treat_missing_data = "breaching"
}

locals {
  events = {
    replication-stalled = {
      description = "Replication of a source server stalls or goes on"
      pattern     = { source = ["aws.drs"], "detail-type" = ["DRS Source Server Data Replication Stalled Change"] }
    }
    backup-failed = {
      description = "A backup, copy, restore or restore test does not end well"
      pattern = {
        source        = ["aws.backup"]
        "detail-type" = ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"]
        detail        = { state = ["FAILED", "ABORTED", "EXPIRED"] }
      }
    }
    # Recovery points come and go by themselves every day; the vault does not.
    vault-changed = {
      description = "The vault of backups is changed or deleted"
      pattern     = { source = ["aws.backup"], "detail-type" = ["Backup Vault State Change"], detail = { state = ["MODIFIED", "DELETED"] } }
    }
  }
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.events

  name          = "${var.name}-${each.key}"
  description   = each.value.description
  event_pattern = jsonencode(each.value.pattern)
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.events

  rule      = aws_cloudwatch_event_rule.this[each.key].name
  target_id = "alarms"
  arn       = aws_sns_topic.alarms.arn
}
