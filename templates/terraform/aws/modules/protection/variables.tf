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

variable "restore_test" {
  description = "By the key of the subnet that machines are restored into as a test: when (UTC), and how long they stay. Empty = no test."
  type = map(object({
    vpc_key    = string
    schedule   = string
    kept_hours = number
  }))
}

variable "capacity" {
  description = "Capacity reservations by key. `zone` counts the zones of the region from 0, in the order of their names."
  type = map(object({
    instance_type = string
    platform      = string
    zone          = number
    servers       = number
  }))
}

variable "zone_names" {
  description = "Names of the zones of the region, in their order."
  type        = list(string)
}

variable "replication_promises" {
  description = "By server key, the RPO in minutes that replication must keep."
  type        = map(number)
}

variable "drs_source_servers" {
  description = "By server key, the id that DRS gave to the source server; those that are not named here have no alarm on their lag."
  type        = map(string)
}

variable "alarm_subscribers" {
  description = "Who is told of alarms, by any name: a protocol of SNS and its endpoint."
  type = map(object({
    protocol = string
    endpoint = string
  }))
}

variable "launched_vpc_keys" {
  description = "Keys of the VPCs that DRS launches servers into."
  type        = set(string)
  default     = []
}
