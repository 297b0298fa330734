import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { type Plan, parsePlan } from '#plan'
import { estatePlan } from '../../test/own/plan.ts'
import { assureApart } from './standing-apart.ts'

const text = estatePlan({ door: 1, management: 2, eastApi: 3, westApi: 4, copyApi: 5 })
const token = String.raw`"\${secret:env:OWN_TOKEN}"`.replace('\\', '')
const environment = {
  OWN_EAST: 'postgres://muster:one@db-east.example/orders',
  OWN_WEST: 'postgres://muster:two@db-west.example/orders',
  OWN_COPY: 'postgres://muster:three@db-copy.example/orders',
  OWN_TOKEN: 'none',
}

function planOf(changed: string): Plan {
  const { plan, problems } = parsePlan(changed, 'plan.yaml')
  if (!plan) throw new Error(JSON.stringify(problems))
  return plan
}

/** Why copies do not stand apart by the plan; undefined where they do. */
function why(more: Readonly<Record<string, string | undefined>> = {}, changed: string = text): string | undefined {
  try {
    assureApart({ environment: { ...environment, ...more }, directory: '/nowhere' }, planOf(changed), 'copies')
    return undefined
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    expect(error.kind).toBe('refused')
    expect(error.message).toMatch(/Nothing was done\.$/)
    return error.message
  }
}

/** The plan with something else where the copies' services are. */
const copiesApi = (entry: string): string => {
  const changed = text.replace('orders-api: { west: { url: "http://127.0.0.1:5" } }', `orders-api: ${entry}`)
  expect(changed).not.toBe(text)
  return changed
}

describe('copies stand apart', () => {
  it('where nothing of them is reached where something of another target is', () => {
    expect(why()).toBeUndefined()
    // Who makes copies may be managed at the same server, at a path of its own.
    expect(
      why(
        {},
        copiesApi(
          `{ west: { url: "http://127.0.0.1:5", manage: { url: "http://127.0.0.1:2/copies/orders-api", token: ${token} } } }`,
        ),
      ),
    ).toBeUndefined()
  })

  it('and not where a database of theirs is on the same server, however its address is written', () => {
    for (const url of [
      'postgres://other:four@db-west.example/orders',
      'postgres://muster:two@db-west.example:5432/orders',
      'postgresql://muster:two@DB-West.example./another?sslmode=require',
      'postgres://muster:two@nowhere.example/orders?host=db-west.example',
      'postgres://muster:two@nowhere.example:1/orders?host=db-west.example&port=5432',
    ])
      expect(why({ OWN_COPY: url }), url).toContain(
        'its orders-db in west is reached where orders-db in west of staging is',
      )
    expect(why({ OWN_COPY: 'postgres://muster:two@db-west.example:5433/orders' })).toBeUndefined()
    expect(
      why({ OWN_COPY: 'postgres://muster@localhost/orders', OWN_WEST: 'postgres://muster@127.0.0.1:5432/other' }),
    ).toContain('does not stand apart')
  })

  it('and not where a service is, or what manages it', () => {
    expect(why({}, copiesApi('{ west: { url: "HTTP://127.0.0.1:4/" } }'))).toContain(
      'its orders-api in west is reached where orders-api in west of staging is',
    )
    const managed = `{ west: { url: "http://127.0.0.1:5", manage: { url: "http://127.0.0.1:2/west/orders-api/", token: ${token} } } }`
    expect(why({}, copiesApi(managed))).toContain(
      'its management of orders-api in west is reached where management of orders-api in west of staging is',
    )
    expect(why({}, text.replace('http://127.0.0.1:2/copies/take-down', 'http://127.0.0.1:2/east/orders-db'))).toContain(
      'its take-down is reached where management of orders-db in east of staging is',
    )
    expect(why({}, text.replaceAll('http://127.0.0.1:5/checkout', 'http://127.0.0.1:1/checkout'))).toContain(
      'its flow checkout is reached where flow checkout of staging is',
    )
  })

  it('and nobody can tell where an address of another target cannot be had, which is named', () => {
    expect(why({ OWN_WEST: undefined })).toMatch(
      /cannot be told.*orders-db in west of staging: the environment variable OWN_WEST is not set/s,
    )
    const half = text.replaceAll(
      '"${secret:env:OWN_WEST}"',
      '"postgres://${secret:env:WHO}:${secret:file:none/there}@db-west.example/orders"',
    )
    expect(half).not.toBe(text)
    expect(why({}, half), 'where it is must be known, and not who may enter').toBeUndefined()
    expect(why({ OWN_COPY: environment.OWN_WEST }, half)).toContain('orders-db in west of staging')
    expect(why({ OWN_TOKEN: undefined }), 'no token of another target is needed').toBeUndefined()
  })
})
