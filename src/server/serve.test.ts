import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { Failure } from '#diagnostics'
import type { Evidence } from '#evidence'
import { type DrillPage, type DrillSource, type Served, serve } from './index.ts'

const hash = 'c0ffee'.padEnd(64, '0')

function drill(run: string, scenario: string): DrillPage {
  const evidence: Evidence = {
    schemaVersion: 1,
    judgement: 1,
    run,
    subject: 'lab',
    target: 'lab',
    kind: 'drill',
    direction: 'failover',
    plan: { name: 'contoso-orders', digest: hash },
    scenario,
    runbookDigest: hash,
    journalHead: hash,
    startedAt: '2026-10-02T03:14:00.000Z',
    finishedAt: '2026-10-02T03:15:00.000Z',
    verdict: 'met-technically',
    flows: [
      {
        flow: 'checkout',
        rto: { measured: 14.2, target: 30, met: true, phases: { detect: 4.2, decide: 0, execute: 10, verify: 0 } },
        rpo: { measured: 0, method: 'ledger', acknowledged: 9, lost: 0, unackedSurvivors: 0, duplicates: 0 },
      },
    ],
    steps: [],
    approvals: [],
    deviations: [],
    gaps: [],
    clock: { source: 'monotonic', skewSeconds: 0 },
  }
  const forecast = { schemaVersion: 1, scenario, target: 'lab', seed: 1, runs: 1, flows: [], caveats: [] } as const
  return { run, result: { run, evidence, forecast, evidencePath: `.muster/evidence/${run}`, journalHead: hash } }
}

const two: readonly DrillPage[] = [drill('01k7', 'east-lost'), drill('01k6', '<script>alert(1)</script>')]

let served: Served | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

async function started(drills: DrillSource['drills']): Promise<string> {
  served = await serve({ drills }, { port: 0, host: '127.0.0.1' })
  return served.url
}

/** A request whose `Host` is what it says, which `fetch` does not allow. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { Host: host }, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('pages', () => {
  test('the first page is the last drill with links to the others', async () => {
    const response = await fetch(await started(async () => two))
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(html).toContain('<h1>contoso-orders: east-lost, failover on lab</h1>')
    expect(html).toContain('href="/drills/01k6"')
    expect(html).not.toContain('href="/drills/01k7"')
    expect(html).not.toContain('<script')
  })

  test('every drill has its page, and links back to the newest', async () => {
    const html = await (await fetch(`${await started(async () => two)}/drills/01k6`)).text()
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;, failover on lab</h1>')
    expect(html).toContain('href="/drills/01k7"')
  })

  test('without a drill the page says how to run the first', async () => {
    const response = await fetch(await started(async () => []))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('muster drill --scenario SCENARIO --target lab')
  })

  test('a page shows the drills of its moment', async () => {
    const drills: DrillPage[] = []
    const url = await started(async () => drills)
    await (await fetch(url)).text()
    drills.push(drill('01k8', 'west-lost'))
    expect(await (await fetch(url)).text()).toContain('west-lost')
  })
})

describe('data', () => {
  test('drills are listed with their verdict and address', async () => {
    const url = await started(async () => two)
    const { schemaVersion, drills } = (await (await fetch(`${url}/api/v1/drills`)).json()) as {
      schemaVersion: number
      drills: ReadonlyArray<{ href: string }>
    }
    expect(schemaVersion).toBe(1)
    expect(drills[0]).toEqual({
      run: '01k7',
      plan: 'contoso-orders',
      scenario: 'east-lost',
      direction: 'failover',
      subject: 'lab',
      target: 'lab',
      verdict: 'met-technically',
      startedAt: '2026-10-02T03:14:00.000Z',
      href: '/api/v1/drills/01k7',
    })
    const one = await (await fetch(url + (drills[0]?.href ?? ''))).json()
    expect(one).toMatchObject({ run: '01k7', flows: [{ flow: 'checkout', rto: { measured: 14.2 } }] })
  })

  test('it answers whether it lives', async () => {
    const response = await fetch(`${await started(async () => [])}/healthz`)
    expect([response.status, await response.text()]).toEqual([200, 'ok\n'])
  })
})

describe('troubles', () => {
  test('what is not there is a problem with a way on', async () => {
    const url = await started(async () => two)
    for (const path of [
      '/nowhere',
      '/drills/01k5',
      '/api/v1/drills/01k5',
      '/drills/..%2f..%2fetc',
      '/drills/%E0%A4%A',
    ]) {
      const response = await fetch(url + path)
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json',
      ])
      expect(await response.json()).toMatchObject({
        status: 404,
        title: 'Not Found',
        detail: expect.stringContaining('/api/v1/drills'),
      })
    }
  })

  test('it only reads: other methods are refused, and nothing is granted to other origins', async () => {
    const url = await started(async () => two)
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(url, { method, headers: { Origin: 'http://elsewhere.example' } })
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD'])
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test('a foreign name that leads to this machine reads nothing', async () => {
    const url = await started(async () => two)
    const { port } = new URL(url)
    expect(await statusFor(url, `127.0.0.1:${port}`)).toBe(200)
    expect(await statusFor(url, `LOCALHOST:${port}`)).toBe(200)
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
      `localhost.evil.example:${port}`,
    ])
      expect([host, await statusFor(url, host)]).toEqual([host, 403])
    expect(await statusFor(`${url}/healthz`, 'evil.example')).toBe(403)
  })

  test('a failure to read tells its message, and any other fault none of its insides', async () => {
    const faults: unknown[] = [
      new Failure('corrupt', 'The journal of 01k7 does not verify.'),
      new Failure('busy', 'The store is held by process 12.'),
      new TypeError('secret insides'),
    ]
    const url = await started(async () => {
      throw faults.shift()
    })
    const answers: unknown[] = []
    for (const path of ['/', '/api/v1/drills', '/drills/01k7']) answers.push(await (await fetch(url + path)).json())
    expect(answers).toEqual([
      { title: 'Internal Server Error', status: 500, detail: 'The journal of 01k7 does not verify.' },
      { title: 'Service Unavailable', status: 503, detail: 'The store is held by process 12.' },
      {
        title: 'Internal Server Error',
        status: 500,
        detail: 'The request could not be answered. This is a bug in Muster.',
      },
    ])
  })

  test('every answer carries the headers that keep a page harmless', async () => {
    const url = await started(async () => two)
    for (const [path, method] of [
      ['/', 'GET'],
      ['/api/v1/drills', 'GET'],
      ['/nowhere', 'GET'],
      ['/', 'POST'],
    ] as const) {
      const { headers } = await fetch(url + path, { method })
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })
})

describe('the port', () => {
  test('a taken port is named with what to do', async () => {
    const { port } = new URL(await started(async () => []))
    const second = serve({ drills: async () => [] }, { port: Number(port), host: '127.0.0.1' })
    await expect(second).rejects.toThrow(
      new Failure(
        'unreachable',
        `The dashboard cannot listen on 127.0.0.1:${port}: another program listens there. Stop it, or take another port with --port (0 takes any that is free).`,
      ),
    )
    await expect(second).rejects.toMatchObject({ kind: 'unreachable' })
  })

  test('closing twice frees the port once, with connections still open', async () => {
    const url = await started(async () => two)
    await (await fetch(url)).text()
    await Promise.all([served?.close(), served?.close()])
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    const again = await serve({ drills: async () => [] }, { port: Number(new URL(url).port), host: '127.0.0.1' })
    expect(again.url).toBe(url)
    await again.close()
  })
})
