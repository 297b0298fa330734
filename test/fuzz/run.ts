/**
 * Fuzzes one importer for a time: `run.ts FORMAT SECONDS FOLDER SEED`. Every input is written to `FOLDER/current` before it
 * is read, so that whoever waits for this process knows what it died or hangs of. Inputs that lead to something new are
 * kept in `FOLDER`, from which the next run begins. Its last line is the result as JSON.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkDeployed } from '#checks'
import { Failure } from '#diagnostics'
import { openHcl } from '#hcl'
import { importers, type Inventory, understand } from '#inventory'
import { mutated } from './mutate.ts'
import { randomOf } from './random.ts'
import { seeds } from './seeds.ts'

const [format = '', seconds = '1', folder = '', seed = '1'] = process.argv.slice(2)
const importer = importers.find((one) => one.format === format)
if (!importer) throw new Error(`There is no format ${format}.`)
const hcl = await openHcl()
mkdirSync(folder, { recursive: true })
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.in'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
const pool = [...(seeds[format] ?? []), ...kept]
const before = pool.length
const random = randomOf(Number(seed))
const seen = new Set<string>()
const result = { format, runs: 0, kept: 0, refused: 0, slowest: 0, of: '', megabytes: 0 }

for (const text of pool) seen.add(trial(text))
const end = Date.now() + Number(seconds) * 1000
while (Date.now() < end) {
  const text = mutated(pool[random(pool.length)] ?? '', pool[random(pool.length)] ?? '', random)
  const signature = trial(text)
  if (seen.has(signature)) continue
  seen.add(signature)
  pool.push(text)
  writeFileSync(join(folder, `${hashOf(text)}.in`), text)
}
result.kept = pool.length - before
result.megabytes = Math.round(process.resourceUsage().maxRSS / 1000)
process.stdout.write(`${JSON.stringify(result)}\n`)

/** Reads one input, and says in short what came of it. Whatever is thrown but a failure that says why ends the process. */
function trial(text: string): string {
  writeFileSync(join(folder, 'current'), text)
  const start = performance.now()
  let came: string
  try {
    const files = [{ name: `input${importer?.files[0] ?? ''}`, text }]
    const found = understand(
      (importer as NonNullable<typeof importer>).read(files, { values: {}, read: () => undefined, hcl }),
    )
    came = signatureOf({ ...found, problems: [...found.problems, ...checkDeployed(found).problems] })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    came = `refused: ${error.message.replaceAll(/\d+/g, '9')}`
    result.refused++
  }
  const spent = performance.now() - start
  result.runs++
  if (spent > result.slowest) {
    result.slowest = Math.round(spent)
    result.of = hashOf(text)
    writeFileSync(join(folder, 'slowest'), text)
  }
  return came
}

/** What an input comes to, so coarse that few inputs are kept, and so fine that a new way of reading is new. */
function signatureOf({ resources, problems, objectives, steps }: Inventory): string {
  const several = (count: number) => Math.ceil(Math.log2(count + 1))
  const types = new Map<string, number>()
  for (const { type, understood, redundancy, routing, replication } of resources) {
    const key = `${understood ? type : '?'} ${redundancy ? 'r' : ''}${routing ? 't' : ''}${replication ? 'c' : ''}`
    types.set(key, (types.get(key) ?? 0) + 1)
  }
  const codes = new Set(problems.map(({ code, severity }) => `${code} ${severity}`))
  return JSON.stringify([
    [...types].map(([type, count]) => `${type} ${several(count)}`).sort(),
    [...codes].sort(),
    several(objectives.length),
    several(steps.length),
  ])
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
