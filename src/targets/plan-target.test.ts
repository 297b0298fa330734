import { describe, expect, test } from 'vitest'
import { Failure, TerminalFailure } from '#diagnostics'
import { systemClock } from '#execution'
import { type Plan, parsePlan } from '#plan'
import { compileRunbook, type Runbook } from '#runbook'
import { planTarget } from './index.ts'

const head = `
apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: team }
regions: { east: { location: eastus2 }, west: { location: centralus } }
flows:
  checkout:
    does: A customer pays
    usedBy: Customers
    ifDown: { perHour: 1 USD, effects: [revenue] }
    tier: 1
    objectives: { default: { rto: 30m, rpo: 1m } }
    needs: [shop-db]
    signedOff: [{ by: lead, on: 2026-10-01 }]
components:
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
scenarios: { east-lost: { class: region, loses: [east] } }
contacts: { lead: { name: Lead, phone: "+1 555 0100" } }
`

function planOf(targets: string): Plan {
  const { plan, problems } = parsePlan(head + targets, 'plan.yaml')
  if (!plan || problems.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(problems))
  return plan
}

function runbookOf(plan: Plan): Runbook {
  const compiled = compileRunbook(plan, 'sha256:0', { scenario: 'east-lost', direction: 'failover' })
  if ('reason' in compiled) throw new Error(compiled.reason)
  return compiled.runbook
}

const secret = 'canary-7Qz'
const environment = { EAST: `postgres://shop:${secret}@db.east.example/shop`, TOKEN: secret }
const surroundings = { environment, directory: '/nowhere', clock: systemClock }

const whole = planOf(`
targets:
  prod:
    subject: prod
    environment: production
    components:
      shop-db:
        east:
          url: "\${secret:env:EAST}"
          manage: { url: "https://east.example/", token: "\${secret:env:TOKEN}" }
          identity: { system: "74", database: shop, environment: production }
        west: { url: "postgresql://shop@db.west.example/shop", identity: {} }
    traffic: { url: "https://traffic.example", token: "\${secret:env:TOKEN}" }
`)
const target = planTarget(whole, 'prod', surroundings)
const runbook = runbookOf(whole)

function thrown(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('It did not fail as expected.')
}

describe('a target of a plan', () => {
  test('gives addresses with their secrets in them', () => {
    expect(target.endpoint('shop-db', 'east')).toEqual({
      url: environment.EAST,
      manage: { url: 'https://east.example', token: secret },
      identity: { system: '74', database: 'shop', environment: 'production' },
    })
    expect(target.endpoint('shop-db', 'west')).toEqual({ url: 'postgresql://shop@db.west.example/shop', identity: {} })
    expect(target.traffic()).toEqual({ url: 'https://traffic.example', token: secret })
  })

  test('has everything that the runbook reaches', () => {
    expect(target.lacks(runbook)).toEqual([])
    expect(() => target.ready(runbook)).not.toThrow()
    expect([target.name, target.environment, target.subject()]).toEqual(['prod', 'production', 'prod'])
  })

  test('shows no secret when it is written out by mistake', () => {
    expect(JSON.stringify(target)).not.toContain(secret)
  })

  test('that the plan does not have is named with those it has', () => {
    const failure = thrown(() => planTarget(whole, 'staging', surroundings))
    expect([failure.kind, failure.message]).toEqual([
      'usage',
      'The plan has no target "staging"; it has prod. Describe it under targets.',
    ])
    expect(thrown(() => planTarget(planOf(''), 'toString', surroundings)).message).toContain('it has none')
    expect(thrown(() => planTarget(whole, 'constructor', surroundings)).kind).toBe('usage')
  })

  test('without a subject is no place for a real run', () => {
    const unknown = planTarget(planOf('targets: { prod: { components: {} } }'), 'prod', surroundings)
    const failure = thrown(() => unknown.subject())
    expect([failure.kind, failure.message]).toEqual([
      'refused',
      'The plan does not say whether the target prod is production. Write subject: prod or subject: nonprod under it.',
    ])
    expect(unknown.environment).toBe('prod')
  })

  test('says what the runbook reaches and it has not', async () => {
    const empty = planTarget(planOf('targets: { prod: { subject: nonprod, components: {} } }'), 'prod', surroundings)
    expect(empty.lacks(runbook)).toEqual([
      'The target prod has no address of shop-db in west.',
      'The target prod has no address of shop-db in east.',
      'The target prod has no address of what directs traffic.',
    ])
    const failure = thrown(() => empty.endpoint('shop-db', 'east'))
    expect(failure).toBeInstanceOf(TerminalFailure)
    expect(failure).toMatchObject({ harmless: true, message: 'The target prod has no address of shop-db in east.' })
    expect(thrown(() => empty.traffic()).message).toBe('The target prod has no address of what directs traffic.')
    expect(await empty.facts()).toEqual({})
  })
})

describe('an address that cannot be had', () => {
  const broken = planOf(`
targets:
  prod:
    components:
      shop-db:
        east: { url: "\${secret:env:ABSENT}", manage: { url: "https://east.example", token: "\${secret:file:absent}" } }
        west: { url: "\${secret:env:WORD}" }
    traffic: { url: "\${secret:env:EAST}", token: "\${secret:env:ABSENT_TOKEN}" }
`)
  const from = planTarget(broken, 'prod', { ...surroundings, environment: { ...environment, WORD: `${secret} word` } })

  test('is told before anything is run, with every secret that is missing, by name and never by value', () => {
    const { kind, message } = thrown(() => from.ready(runbook))
    expect(kind).toBe('usage')
    expect(message.split('\n')).toEqual([
      'The target prod cannot be reached as it is set up.',
      '  shop-db in west: what is given is no whole address',
      '  shop-db in east: the environment variable ABSENT is not set',
      '  shop-db in east: the file absent cannot be read (ENOENT)',
      '  traffic: its address begins with none of http, https',
      '  traffic: the environment variable ABSENT_TOKEN is not set',
    ])
    expect(message).not.toContain(secret)
    expect(from.lacks(runbook)).toEqual([])
  })

  test('fails the step that reaches for it, and nothing was done', () => {
    const failure = thrown(() => from.endpoint('shop-db', 'west'))
    expect(failure).toMatchObject({
      name: 'TerminalFailure',
      harmless: true,
      message: 'The target prod cannot give the address of shop-db in west: what is given is no whole address.',
    })
  })

  test.each([
    ['file:///etc/passwd', 'its address begins with none of http, https, postgres, postgresql'],
    ['ftp://shop.example', 'its address begins with none of http, https, postgres, postgresql'],
    ['http://2852039166/latest', 'its address is refused: link-local and metadata addresses'],
    ['http://[::ffff:a9fe:a9fe]/', 'its address is refused: link-local and metadata addresses'],
    ['postgres://shop@127.0.0.1/shop', 'its address is refused: it is this machine itself'],
    ['http://127.1/', 'its address is refused: it is this machine itself'],
  ])('%s', (url, reason) => {
    const plan = planOf(`targets: { prod: { subject: prod, components: { shop-db: { east: { url: "${url}" } } } } }`)
    const failure = thrown(() => planTarget(plan, 'prod', surroundings).endpoint('shop-db', 'east'))
    expect(failure.message).toContain(reason)
  })

  test('unless the plan allows it', () => {
    const plan = planOf(
      `targets: { t: { subject: nonprod, mayReach: [169.254.20.1], components: { shop-db: { east: { url: "http://169.254.20.1" }, west: { url: "http://127.0.0.1:80" } } } } }`,
    )
    const allowed = planTarget(plan, 't', surroundings)
    expect(allowed.endpoint('shop-db', 'east').url).toBe('http://169.254.20.1')
    expect(allowed.endpoint('shop-db', 'west').url).toBe('http://127.0.0.1:80')
    expect(allowed.refuses('169.254.169.254')).toBeDefined()
  })
})
