variable "shop" {
  type    = string
  default = "Lamps"
}

variable "stage" {
  type    = string
  default = "prod"
}

variable "stamps" {
  description = "The regions of the stamps; what is central lies in the first."
  type        = list(string)
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "interfaces" {
  description = "Known only when the stamps are deployed."
  type = list(object({
    address = string
    weight  = optional(number, 1)
    enabled = optional(bool, true)
  }))
  default = []
}

variable "pages" {
  type    = list(object({ address = string, weight = number, enabled = bool }))
  default = []
}
