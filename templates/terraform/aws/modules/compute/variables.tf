variable "name" {
  description = "Prefix of the names of launch templates, which AWS wants to be unique in the region: another one for every root."
  type        = string
}

variable "servers" {
  description = "Servers by key, with the ids of where they stand. Interface \"0\" is the primary one; its first address too."
  type = map(object({
    name                  = string
    instance_type         = string
    full_instance_type    = string
    instance_profile_name = optional(string)
    tags                  = map(string)
    root_disk = optional(object({
      type            = string
      size_gib        = number
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    data_disks = map(object({
      device_name     = string
      type            = string
      size_gib        = number
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    interfaces = map(object({
      subnet_id          = string
      security_group_ids = list(string)
      addresses          = list(string)
      forwards           = bool
    }))
  }))
}

variable "images" {
  description = "By server key, the image to start from. A server that is not named here takes the newest image tagged drplan:vm = its key."
  type        = map(string)
}

variable "image_owners" {
  description = "Accounts whose images are trusted."
  type        = list(string)
}

variable "snapshots" {
  description = "By server key and disk key, the snapshot a data disk is made from."
  type        = map(map(string))
}

variable "kms_key_arn" {
  description = "The key that encrypts every disk."
  type        = string
}

variable "instance_profile_name" {
  description = "The instance profile of servers that name none of their own; null: they have none."
  type        = string
}

variable "volume_tags" {
  description = "Tags of every disk besides those of its server; the provider's default tags do not reach disks of an instance."
  type        = map(string)
}
