variable "environment" {
  type    = string
  default = "dev"
}

variable "location" {
  type    = string
  default = "uksouth"
}

variable "node_size" {
  type    = string
  default = "Standard_D2s_v5"
}

# Flags are texts, because the pipeline puts them in.
variable "deploy_registry" {
  type    = string
  default = "false"
}

variable "deploy_queue" {
  type    = string
  default = "false"
}

variable "deploy_database" {
  default = "false"
}

variable "database_kind" {
  type    = string
  default = "MongoDB"
}
