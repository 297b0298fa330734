import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('./rivals/', import.meta.url))

/**
 * A package of the rivals, which are installed with the first benchmark that needs them.
 * @param name as it is imported
 */
export function rival(name: string): unknown {
  const load = createRequire(`${folder}package.json`)
  if (!existsSync(`${folder}node_modules/${name}`)) {
    process.stderr.write('Installing the rivals.\n')
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
  }
  return load(name)
}
