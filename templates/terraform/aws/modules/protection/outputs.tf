output "kms_key_arn" {
  description = "The key of the recovery site."
  value       = aws_kms_key.this.arn
}

output "backup_vault_arn" {
  description = "Where backups are kept; the destination of copies from the primary site."
  value       = aws_backup_vault.this.arn
}

output "backup_role_arn" {
  description = "The role that backups are taken and restored with."
  value       = aws_iam_role.backup.arn
}

output "flow_log_role_arn" {
  description = "The role that VPC flow logs write with."
  value       = aws_iam_role.flow_logs.arn
}

output "instance_profile_name" {
  description = "The instance profile of recovered servers."
  value       = aws_iam_instance_profile.server.name
}

output "alarm_topic_arn" {
  description = "The topic that alarms are sent to."
  value       = aws_sns_topic.alarms.arn
}

output "capacity_reservation_ids" {
  description = "Capacity reservation ids by key."
  value       = { for key, reservation in aws_ec2_capacity_reservation.this : key => reservation.id }
}

output "drill_group_ids" {
  description = "Closed groups of drills that DRS launches, by VPC key."
  value       = { for key, group in aws_security_group.drill : key => group.id }
}
