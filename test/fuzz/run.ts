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
/** More than these say little that is new, and would take the memory that is to be watched. */
const most = 3000
const pool = [...(seeds[format] ?? []), ...kept].slice(0, most)
const before = pool.length
const random = randomOf(Number(seed))
const seen = new Set<string>()
const result = { format, runs: 0, kept: 0, refused: 0, slowest: 0, of: '', megabytes: 0 }

for (const text of pool) seen.add(trial(text))
const end = Date.now() + Number(seconds) * 1000
while (Date.now() < end) {
  const text = mutated(pool[random(pool.length)] ?? '', pool[random(pool.length)] ?? '', random)
  const signature = trial(text)
  if (seen.has(signature) || pool.length >= most) continue
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
    // A message names what is too large; the limit alone says which way of reading it was.
    came = `refused: ${/at most (\d+)/.exec(error.message)?.[1] ?? error.message.split(' ').slice(0, 3).join(' ')}`
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
    // A class of a CMDB is whatever somebody calls it, and each new word would count as new.
    const kind = understood ? type.replace(/^cmdb\/.*/, 'cmdb') : '?'
    const key = `${kind} ${redundancy ? 'r' : ''}${routing ? 't' : ''}${replication ? 'c' : ''}`
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
