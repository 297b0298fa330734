import type { Importer } from '../importer.ts'
import { importHcl } from '../terraform/hcl/import.ts'

/** Terraform's own files, evaluated as far as they can be without a provider. */
export const terraform: Importer = {
  format: 'terraform',
  title: "Terraform's own files",
  files: ['.tf', '.tfvars', '.tfvars.json'],
  howToGet:
    'They are the files that you write; give all of a folder, its modules and its .tfvars. A plan knows more: terraform plan -out plan.bin && terraform show -json plan.bin.',
  read: importHcl,
}
