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

variable "capacity" {
  description = "Reservations by key: so many servers of a size, in a zone or wherever Azure has them in the region."
  type = map(object({
    size    = string
    zone    = optional(string)
    servers = number
  }))
}
