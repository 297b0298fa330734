/** `npm run bench -- NAME`: runs one benchmark; each figure is one JSON line on standard output. */
import { check } from './check.ts'
import { drill } from './drill.ts'
import { execution } from './execution.ts'
import { importing } from './import.ts'
import { simulation } from './simulation.ts'

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  check,
  drill,
  execution,
  import: importing,
  simulation,
}

const [name, ...args] = process.argv.slice(2)
const bench = benches[name ?? '']
if (!bench) {
  process.stderr.write(`Name a benchmark: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 2
} else await bench(args)
