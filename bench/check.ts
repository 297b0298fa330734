/**
 * How fast a plan is checked, after it has been read.
 *
 * `spectral`: twelve rules on an estate of 5,000 components and 20,000 needs, against Spectral's engine on the same
 * document with the same twelve rules written for it. Both alternate in one process; each is timed by the processor's
 * time from a document that is already parsed to its findings, and the findings must be the same.
 * `all-rules`: every rule on that estate, in seconds, against the same twelve rules of Spectral.
 * `growth`: the exponent with which the time of all rules grows from 100 to 70,000 components; and
 * `growth-without-runbooks` the same from 300 on.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { check as checkPlan, rules } from '#checks'
import { type ParsedPlan, type Plan, parsePlan } from '#plan'
import { type Estate, estateOf, frame } from './estate.ts'
import { median, print } from './figure.ts'
import { rival } from './rivals.ts'
import { rivalRules } from './spectral-rules.ts'

const asOf = '2026-11-24'
/** Rounds for each size. */
const growthRounds = 3
/** Rounds of Spectral before those that count. */
const warmUp = 3
/** Twelve rules are over too soon to be timed alone: a round of them is so many, and each counts its share. */
const repeats = 10
const sizes = [100, 300, 1000, 3000, 10_000, 30_000, 70_000]

/** @param args how many rounds; 9 where left out */
export async function check(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 9)
  await againstSpectral(5000, rounds)
  growth()
}

async function againstSpectral(count: number, rounds: number): Promise<void> {
  const estate = estateOf(count)
  const parsed = planOf(estate)
  const twelve = rules.filter(({ code }) => Object.hasOwn(rivalRules, code))
  const lint = await spectral(estate)
  const own: number[] = []
  const theirs: number[] = []
  const all: number[] = []
  let problems = 0
  const again = () => {
    for (let more = 1; more < repeats; more++) checkPlan(parsed, { asOf }, twelve)
    return checkPlan(parsed, { asOf }, twelve)
  }
  // Both are compiled by then.
  for (let warm = 0; warm < warmUp; warm++) {
    await lint()
    again()
  }
  for (let round = 1; round <= rounds; round++) {
    const [spent, found] = await timed(() => lint())
    const [ten, result] = await timed(again)
    const ours = ten / repeats
    const [whole, everything] = await timed(() => checkPlan(parsed, { asOf }))
    const mine = result.problems.map(({ code, detail }) => `${code} ${/"([cf]\d+)"/.exec(detail)?.[1]}`)
    same(new Set(mine), new Set(found))
    problems = everything.problems.length
    own.push(ours)
    theirs.push(spent)
    all.push(whole)
    process.stderr.write(
      `round ${round}: Spectral ${spent.toFixed(3)} s, Muster ${ours.toFixed(4)} s, ${found.length} findings each; all ${rules.length} rules ${whole.toFixed(3)} s\n`,
    )
  }
  const against = 'Spectral 6.16.3 with the same 12 rules on the same parsed document, the same findings'
  const figure = (measure: string, values: readonly number[], to: string) =>
    print({
      bench: 'check',
      measure,
      value: rounded(median(values)),
      unit: 's',
      against: to,
      ratio: rounded(median(values) / median(theirs)),
    })
  figure('spectral', own, against)
  figure('all-rules', all, `${against}; Muster asks all ${rules.length} rules and finds ${problems}`)
}

/** How the time of all rules grows, from the smallest estate on and, where no runbook is compiled any more, from the second. */
function growth(): void {
  const points = sizes.map((size) => {
    const parsed = planOf(estateOf(size))
    const runs = Math.max(1, Math.round(3000 / size))
    const times = Array.from({ length: growthRounds + 1 }, () => {
      collectGarbage()
      const start = process.threadCpuUsage()
      for (let repeat = 0; repeat < runs; repeat++) checkPlan(parsed, { asOf })
      return since(start) / runs
    }).slice(1)
    process.stderr.write(`${size} components: ${(median(times) * 1000).toFixed(2)} ms\n`)
    return [Math.log(size), Math.log(median(times))] as const
  })
  const exponent = (measure: string, from: number) => {
    const value = rounded(slope(points.slice(from)))
    const against = `linear growth, exponent 1, from ${sizes[from]} to ${sizes.at(-1)} components`
    print({ bench: 'check', measure, value, unit: 'exponent', against, ratio: value })
  }
  exponent('growth', 0)
  // Of a hundred components and fewer the runbooks are compiled and forecast too, which takes longer than all the rest.
  exponent('growth-without-runbooks', 1)
}

/** The exponent of a power law through points of logarithms, by least squares. */
function slope(points: ReadonlyArray<readonly [size: number, time: number]>): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([size]) => size)), mean(points.map(([, time]) => time))]
  return (
    points.reduce((sum, [size, time]) => sum + (size - x) * (time - y), 0) /
    points.reduce((sum, [size]) => sum + (size - x) ** 2, 0)
  )
}

/**
 * The estate as it is parsed from texts of five hundred components each, put together: no single text of a plan may be as
 * large as the largest estate here, and what is timed begins after reading.
 */
function planOf(estate: Estate): ParsedPlan {
  const chunks = chunksOf(estate).map((chunk, index) => {
    const parsed = parsePlan(JSON.stringify({ ...frame, ...chunk }), `estate-${index}.yaml`)
    if (parsed.plan && parsed.problems.length === 0) return { parsed, plan: parsed.plan }
    throw new Error(`The estate is no sound plan: ${JSON.stringify(parsed.problems[0])}. This is a bug in Muster.`)
  })
  const [first] = chunks
  if (!first) throw new Error('The estate is empty. This is a bug in Muster.')
  const merged = <T>(part: (plan: Plan) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(chunks.flatMap(({ plan }) => Object.entries(part(plan))))
  const plan = { ...first.plan, components: merged((one) => one.components), flows: merged((one) => one.flows) }
  const owners = new WeakMap<object, ParsedPlan>()
  for (const chunk of chunks) own(chunk.plan, chunk.parsed, owners)
  return {
    ...first.parsed,
    plan,
    pathOf: (node) => owners.get(node)?.pathOf(node),
    rangeOf: (node, key) => (owners.get(node) ?? first.parsed).rangeOf(node, key),
  }
}

function own(node: unknown, parsed: ParsedPlan, owners: WeakMap<object, ParsedPlan>): void {
  if (typeof node !== 'object' || node === null) return
  owners.set(node, parsed)
  for (const inner of Object.values(node)) own(inner, parsed, owners)
}

function chunksOf({ components, flows }: Estate): readonly Estate[] {
  const size = 500
  const part = (map: Estate['flows'], share: number, index: number) =>
    Object.fromEntries(Object.entries(map).slice(index * share, (index + 1) * share))
  return Array.from({ length: Math.ceil(Object.keys(components).length / size) }, (_, index) => ({
    components: part(components, size, index),
    flows: part(flows, size / 20, index),
  }))
}

/** Spectral's engine with the twelve rules, on the document as it has parsed it. */
async function spectral(estate: Estate): Promise<() => Promise<readonly string[]>> {
  const { Spectral, Document } = rival('@stoplight/spectral-core') as {
    readonly Spectral: new () => {
      setRuleset(rules: object): void
      run(document: unknown): Promise<ReadonlyArray<{ readonly code: string; readonly path: readonly string[] }>>
    }
    readonly Document: new (text: string, parser: unknown, file: string) => unknown
  }
  const { schema } = rival('@stoplight/spectral-functions') as { readonly schema: unknown }
  const { Json } = rival('@stoplight/spectral-parsers') as { readonly Json: unknown }
  const engine = new Spectral()
  engine.setRuleset({
    rules: Object.fromEntries(
      Object.entries(rivalRules).map(([code, { given, says }]) => [
        code,
        {
          given,
          severity: 'warn',
          message: code,
          then: { function: schema, functionOptions: { schema: says, allErrors: false } },
        },
      ]),
    ),
  })
  const document = new Document(JSON.stringify({ ...frame, ...estate }), Json, 'estate.json')
  return async () => {
    const results = await engine.run(document)
    return results.map(({ code, path }) => `${code} ${path[1]}`)
  }
}

/**
 * The processor's seconds that the work takes, and what it gives. Those of the main thread: helpers of the engine, which
 * compile and collect beside it, come and go as they like.
 */
async function timed<T>(work: () => T | Promise<T>): Promise<readonly [seconds: number, result: T]> {
  // What one side leaves behind is not charged to the other.
  collectGarbage()
  const start = process.threadCpuUsage()
  const result = await work()
  return [since(start), result]
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function since(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1e6
}

function same(mine: ReadonlySet<string>, theirs: ReadonlySet<string>): void {
  const missing = [...theirs].filter((one) => !mine.has(one))
  const extra = [...mine].filter((one) => !theirs.has(one))
  if (missing.length + extra.length === 0) return
  const words = `only Spectral: ${missing.slice(0, 3).join('; ')}; only Muster: ${extra.slice(0, 3).join('; ')}`
  throw new Error(
    `The two do not find the same (${missing.length} and ${extra.length} apart): ${words}. This is a bug in Muster.`,
  )
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
