/**
 * Plants small faults in a room and sees how many of them the tests notice. The room `checks` is held against the
 * samples and cases of the rules, inside one process, topic by topic, and what the rules share file by file; other rooms
 * as a whole: first against the tests that are over soon, then what those do not notice against the slower ones.
 * What a part came to is kept until something in the room or in what it rests on changes, so that a run which was cut
 * short goes on where it stopped. `npm run test:slow -- test/mutation -t 'room execution'`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tool = join(root, 'test/mutation')
const kept = join(root, '.muster/mutation')

/** Faults by what became of them. */
interface Tally {
  readonly killed: number
  readonly survived: number
  readonly notRun: number
  /** Those that nobody noticed, as `file:line:column fault`. */
  readonly survivors: readonly string[]
}

/** A planted fault. */
interface Fault {
  readonly file: string
  /** Where it is, as the tool takes it. */
  readonly place: string
  /** Tells it from every other one in its file. */
  readonly name: string
  readonly status: string
}

/** Settings of the tool that say what runs the tests; it takes no names of test files itself. */
interface Runner {
  readonly testRunner: string
  readonly plugins: readonly string[]
  readonly testRunnerNodeArgs?: readonly string[]
  readonly vitest?: { readonly configFile: string; readonly related: boolean }
  readonly tests?: readonly string[]
}

/** Some files, and what their faults are held against: one thing after the other, each time those not noticed yet. */
interface Part {
  readonly name: string
  readonly files: readonly string[]
  readonly against: readonly Runner[]
}

interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly mutants: ReadonlyArray<{
          readonly status: string
          readonly mutatorName: string
          readonly replacement?: string
          readonly location: Readonly<Record<'start' | 'end', { readonly line: number; readonly column: number }>>
        }>
      }
    >
  >
}

const bySamples: Runner = {
  testRunner: 'trials',
  plugins: [join(tool, 'trials-runner.mjs')],
  testRunnerNodeArgs: ['--conditions=source'],
}

/** @param include the test files, as globs */
function byTests(...include: readonly string[]): Runner {
  return {
    testRunner: 'vitest',
    plugins: [join(tool, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    tests: include,
  }
}

/** A room whose tests are held against planted faults. */
interface Room {
  readonly room: string
  /** How much of the faults its tests must notice. */
  readonly atLeast: number
  /** Folders that decide what its tests find, besides its own. */
  readonly restsOn: readonly string[]
  parts(files: readonly string[]): readonly Part[]
}

/** The slowest last: only what the others do not notice is held against them. */
const ofExecution = [
  byTests('src/execution/!(progress).test.ts'),
  byTests('src/execution/progress.test.ts', 'test/session.test.ts', 'test/driver*.test.ts'),
]
const ofStore = [
  byTests('src/store/{file,heads,verify,conformance}.test.ts'),
  byTests('src/store/{damage,disk,faults,postgres,process}.test.ts', 'test/session.test.ts'),
]
/** The files of the store by what they are about; every other one belongs to the file of one computer. */
const aboutStore: Readonly<Record<string, RegExp>> = {
  postgres: /\/postgres/,
  heads: /\/(heads|verify|signal)\.ts$/,
  lease: /\/(lease|process)\.ts$/,
}

const rooms: readonly Room[] = [
  { room: 'checks', atLeast: 0.85, restsOn: ['src/plan', 'src/catalog'], parts: partsOfChecks },
  { room: 'execution', atLeast: 0.9, restsOn: ['src/journal', 'src/runbook', 'test'], parts: whole(ofExecution) },
  { room: 'store', atLeast: 0.9, restsOn: ['src/journal', 'test'], parts: partsOfStore },
]

describe.each(rooms)('the room $room', ({ room, atLeast, restsOn, parts }) => {
  it(`has tests that notice at least ${atLeast * 100} of 100 planted faults`, { timeout: 6 * 3_600_000 }, () => {
    if (!existsSync(join(tool, 'node_modules'))) execFileSync('npm', ['ci'], { cwd: tool, stdio: 'inherit' })
    mkdirSync(kept, { recursive: true })
    const own = sources(`src/${room}`)
    const state = digestOf([...own, ...restsOn.flatMap(sources)])
    const files = own.filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.includes('/testing/'))
    const tallies = parts(files).map((part) => {
      const name = join(kept, `${room}-${part.name}-${state.slice(0, 16)}.json`)
      if (!existsSync(name)) writeFileSync(name, JSON.stringify(planted(part), null, 2))
      const tally = JSON.parse(readFileSync(name, 'utf8')) as Tally
      process.stderr.write(`${room}, ${part.name}: ${words([tally])}; those that nobody noticed are in ${name}\n`)
      return tally
    })
    process.stderr.write(`${room}: ${words(tallies)}\n`)
    expect(tallies.reduce((sum, { killed }) => sum + killed, 0)).toBeGreaterThan(1000)
    expect(share(tallies)).toBeGreaterThanOrEqual(atLeast)
  })
})

/** The topics of the rules, and what they share. */
function partsOfChecks(files: readonly string[]): readonly Part[] {
  const ofRoom = byTests('src/checks/!(samples|check).test.ts')
  return [
    ...readdirSync(join(root, 'src/checks/rules')).map((topic) => ({
      name: `rules-${topic}`,
      files: files.filter((file) => file.startsWith(`src/checks/rules/${topic}/`) && !file.endsWith('/index.ts')),
      against: [bySamples],
    })),
    ...oneByOne([bySamples, ofRoom])(files.filter((file) => !file.includes('/rules/'))),
  ]
}

function partsOfStore(files: readonly string[]): readonly Part[] {
  const named = Object.entries(aboutStore).map(([name, about]) => ({
    name,
    files: files.filter((file) => about.test(file)),
  }))
  const rest = files.filter((file) => !Object.values(aboutStore).some((about) => about.test(file)))
  return [...named, { name: 'file', files: rest }].map((part) => ({ ...part, against: ofStore }))
}

/** Each part begins with a run of all tests, which takes longer than most files. */
function whole(against: Part['against']): (files: readonly string[]) => readonly Part[] {
  return (files) => [{ name: 'whole', files, against }]
}

/** A part takes minutes, so that a run which was cut short goes on from its last file. */
function oneByOne(against: Part['against']): (files: readonly string[]) => readonly Part[] {
  return (files) => files.map((file) => ({ name: basename(file, '.ts'), files: [file], against }))
}

function planted({ name, files, against }: Part): Tally {
  const known = new Map<string, Fault>()
  let mutate = files
  for (const settings of against) {
    for (const fault of faultsOf(name, mutate, settings)) {
      const key = `${fault.file}:${fault.name}`
      // A place may have more faults than those that were not noticed yet.
      if (!known.has(key) || isOpen(known.get(key))) known.set(key, fault)
    }
    mutate = [...new Set([...known.values()].filter(isOpen).map(({ file, place }) => `${file}:${place}`))]
  }
  const faults = [...known.values()].filter(({ status }) => status !== 'Ignored')
  const count = (...states: readonly string[]) => faults.filter(({ status }) => states.includes(status)).length
  return {
    killed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    notRun: count('NoCoverage'),
    survivors: faults.filter(isOpen).map((fault) => `${fault.file}:${fault.name}`),
  }
}

function isOpen(fault: Fault | undefined): boolean {
  return fault?.status === 'Survived' || fault?.status === 'NoCoverage'
}

/** Runs the tool. @param mutate files, or places in them as `file:line:column-line:column` */
function faultsOf(name: string, mutate: readonly string[], { tests, ...settings }: Runner): readonly Fault[] {
  if (mutate.length === 0) return []
  const report = join(kept, 'report.json')
  const written = join(kept, 'stryker.json')
  rmSync(report, { force: true })
  writeFileSync(
    written,
    JSON.stringify({
      ...settings,
      mutate,
      ignorePatterns: ['.muster', 'bench', 'dist', 'docs', 'examples', 'tools'],
      concurrency: 2,
      coverageAnalysis: 'perTest',
      // What is evaluated once on loading is the rule's prose and its samples.
      ignoreStatic: true,
      reporters: ['json'],
      jsonReporter: { fileName: report },
      tempDirName: join(kept, `sandbox-${name}`),
      // A fault that never ends counts as noticed; one that is only slow on a busy machine must not.
      timeoutMS: 10_000,
      timeoutFactor: 3,
    }),
  )
  const bin = join(tool, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const env = { ...process.env, MUSTER_MUTATION_TESTS: JSON.stringify(tests ?? []) }
  const run = spawnSync(process.execPath, [bin, 'run', written], { cwd: root, encoding: 'utf8', env })
  if (!existsSync(report))
    throw new Error(`The tool gave no report:\n${run.stdout.slice(-4000)}\n${run.stderr.slice(-4000)}`)
  return Object.entries((JSON.parse(readFileSync(report, 'utf8')) as Report).files).flatMap(([file, { mutants }]) =>
    mutants.map(({ status, mutatorName, replacement = '', location: { start, end } }) => ({
      file,
      // It reports columns from 1 on, and takes them from 0 on.
      place: `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
      name: `${start.line}:${start.column} to ${end.line}:${end.column} ${mutatorName}: ${replacement.replace(/\s+/g, ' ').slice(0, 100)}`,
      status,
    })),
  )
}

function sum(tallies: readonly Tally[], key: 'killed' | 'survived' | 'notRun'): number {
  return tallies.reduce((total, tally) => total + tally[key], 0)
}

function share(tallies: readonly Tally[]): number {
  const noticed = sum(tallies, 'killed')
  return noticed / (noticed + sum(tallies, 'survived') + sum(tallies, 'notRun'))
}

function words(tallies: readonly Tally[]): string {
  const figures = `${sum(tallies, 'killed')} noticed, ${sum(tallies, 'survived')} not, ${sum(tallies, 'notRun')} never run`
  return `${figures}: ${(share(tallies) * 100).toFixed(1)} %`
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|yaml)$/.test(file))
    .map((file) => join(folder, file))
    .sort()
}

function digestOf(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
