import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Installs Azurite in its own place, where it is not there yet: whoever has no object storage does without it. */
export function bringAzurite(): void {
  const place = fileURLToPath(new URL('../../../tools/azurite', import.meta.url))
  if (existsSync(join(place, 'node_modules/azurite/package.json'))) return
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: place,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
}
