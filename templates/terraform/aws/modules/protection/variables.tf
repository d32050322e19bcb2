variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string
}

variable "region" {
  description = "The recovery region."
  type        = string
}

variable "backup_plans" {
  description = "Backup plans by the value of the tag drplan:backup: when a backup is taken (UTC)."
  type        = map(object({ schedule = string }))
}

variable "backup_retention_days" {
  description = "How long a recovery point is kept."
  type        = number
}

variable "replication" {
  description = "By the key of the staging subnet: who replicates into it. Empty = no VM uses continuous replication."
  type = map(object({
    vpc_key        = string
    source_blocks  = list(string)
    endpoint_block = string
  }))
}

variable "vpc_ids" {
  description = "Ids of the VPCs, by key."
  type        = map(string)
}

variable "subnet_ids" {
  description = "Ids of the subnets, by key."
  type        = map(string)
}
