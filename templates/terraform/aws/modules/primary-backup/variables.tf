variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string
}

variable "machines" {
  description = "Machines of the primary site by server key. Without a backup plan a machine is only tagged, so that its images are found."
  type = map(object({
    instance_id = string
    backup      = optional(string)
  }))
}

variable "backup_plans" {
  description = "Backup plans by the value of the tag drplan:backup: when a backup is taken (UTC)."
  type        = map(object({ schedule = string }))
}

variable "destination_vault_arn" {
  description = "The vault of the recovery site that every backup is copied to."
  type        = string
}

variable "retention_days" {
  description = "How long a recovery point is kept, here and there."
  type        = number
}
