variable "region" {
  description = "The region of the primary site."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "A region looks like eu-west-1."
  }
}

variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.name))
    error_message = "The name starts with a letter and has lower-case letters, digits and hyphens, 32 at most."
  }
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}
}

variable "lost" {
  description = "Keys of the servers that are lost at the primary site and are to be made again. What is not named is left alone; taking a key away destroys its server."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.lost, keys(var.servers))) == 0
    error_message = "No such server: ${join(", ", setsubtract(var.lost, keys(var.servers)))}. The keys are those of servers in terraform.tfvars.json."
  }
}

variable "up_to_wave" {
  description = "Only servers of this wave and of earlier ones. Raise it wave by wave; lowering it destroys servers."
  type        = number
  default     = 1000000

  validation {
    condition     = var.up_to_wave >= 1
    error_message = "Waves count from 1."
  }
}

variable "subnets" {
  description = "By the plan's keys, the ids at the primary site of the subnets that servers stood in."
  type        = map(string)
}

variable "security_groups" {
  description = "By the plan's keys, the ids at the primary site of the security groups of servers."
  type        = map(string)
}

variable "servers" {
  description = "Servers as they were at the primary site. Interface \"0\" is the primary one; its first address too."
  type = map(object({
    name                  = string
    wave                  = number
    instance_type         = string
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
      subnet_key          = string
      security_group_keys = list(string)
      addresses           = list(string)
      forwards            = optional(bool)
    }))
  }))

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : contains(keys(var.subnets), interface.subnet_key)
      ]
    ]))
    error_message = "An interface names a subnet that is not in subnets."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : [
          for group_key in interface.security_group_keys : contains(keys(var.security_groups), group_key)
        ]
      ]
    ]))
    error_message = "An interface names a group that is not in security_groups."
  }
}

variable "images" {
  description = "By server key, the image in this region to start from. A server that is not named here takes the newest image tagged drplan:vm = its key."
  type        = map(string)
  default     = {}
}

variable "image_owners" {
  description = "Accounts whose images are trusted."
  type        = list(string)
  default     = ["self"]
}

variable "snapshots" {
  description = "By server key and disk key, the snapshot in this region that a data disk is made from."
  type        = map(map(string))
  default     = {}
}

variable "kms_key_arn" {
  description = "The key of the primary site that encrypts every disk; null: the key that AWS keeps for EBS."
  type        = string
  default     = null
}

variable "instance_profile_name" {
  description = "The instance profile of servers that had none, or whose profile nobody read; null: they have none again."
  type        = string
  default     = null
}
