variable "name" {
  description = "Prefix of the names of what is made."
  type        = string
}

variable "resource_group_name" {
  description = "The resource group that everything is made in."
  type        = string
}

variable "location" {
  description = "The recovery region."
  type        = string
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
}

variable "zones" {
  description = "Availability zones of the region; none where it has none."
  type        = list(string)
}

variable "key_vault_addresses" {
  description = "Public addresses or blocks that may reach the key vault, among them that of who runs Terraform."
  type        = list(string)
}

variable "vault_redundancy" {
  description = "How backups are kept: ZoneRedundant, GeoRedundant or LocallyRedundant."
  type        = string
}

variable "backup_policies" {
  description = "Backup policies by key: hours from one backup to the next."
  type        = map(object({ interval_hours = number }))
}

variable "backup_retention_days" {
  description = "How long a recovery point is kept."
  type        = number
}

variable "alert_emails" {
  description = "Who is told when a backup fails or replication is in a critical state: e-mail addresses by name."
  type        = map(string)
}
