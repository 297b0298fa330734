/** `npm run build`: src/ to dist/, as plain ESM with declarations, for the package that is published. */
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, tool } from './tool.mjs'

rmSync(join(root, 'dist'), { recursive: true, force: true })
const { ok, output } = await tool('@typescript/native', 'tsc', ['--pretty', 'false', '-p', 'tsconfig.build.json'])
if (output) console.error(output)
if (ok) {
  // What is read at run time, like a page or a query, lies beside the code that reads it.
  cpSync(join(root, 'src'), join(root, 'dist'), {
    recursive: true,
    filter: (from) => !/\.ts$|[/\\](testing|golden|fixtures)$/.test(from),
  })
  chmodSync(join(root, 'bin', 'muster'), 0o755)
  console.error('Built dist/.')
}
process.exitCode = ok ? 0 : 1
