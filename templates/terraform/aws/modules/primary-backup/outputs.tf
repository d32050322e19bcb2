output "backup_vault_arn" {
  description = "Where the backups of the primary site are taken, before they are copied."
  value       = aws_backup_vault.this.arn
}
