import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createPlain, type AddressInfo, type Server as NetServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { World } from '#execution'
import { lookupBy, refuseAddress, ruleOf } from './guard.ts'
import { connected, row } from './postgres/connection.ts'
import { answered, type Request, requested } from './request.ts'
import { trafficSeen } from './traffic/index.ts'

const open: (Server | NetServer)[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  }
})

async function listening(server: Server | NetServer): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(answer))}`
}

/** A port at which nobody listens. */
async function nobody(): Promise<number> {
  const server = createPlain()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

const asking = (url: string, given: Partial<Request> = {}): Request => ({
  method: 'POST',
  url,
  signal: AbortSignal.timeout(5000),
  ...given,
})

async function failure(work: Promise<unknown>): Promise<object> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason as RetryableFailure | TerminalFailure,
  )
  return { name: error?.name, harmless: error?.harmless, message: error?.message }
}

describe('what a failed request leaves', () => {
  test.each([
    [400, 'TerminalFailure', true],
    [403, 'TerminalFailure', true],
    [409, 'TerminalFailure', true],
    [429, 'RetryableFailure', true],
    // A redirect may come after the act as well as instead of it.
    [303, 'TerminalFailure', false],
    [408, 'TerminalFailure', false],
    [500, 'RetryableFailure', false],
    [503, 'RetryableFailure', false],
  ])('an answer of %i is a %s; harmless: %s', async (status, name, harmless) => {
    const url = await serving((_, response) => response.writeHead(status, { location: '/other' }).end('"so"'))
    expect(await failure(requested(asking(url)))).toMatchObject({ name, harmless })
    expect(await failure(requested(asking(url, { method: 'GET' })))).toMatchObject({ name, harmless: true })
  })

  test('a redirect is not followed', async () => {
    const asked: string[] = []
    const url = await serving((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    await expect(requested(asking(url, { method: 'GET' }))).rejects.toThrow('answered 302')
    expect(asked).toEqual(['/'])
  })

  test('nobody there: nothing was sent', async () => {
    const url = `http://127.0.0.1:${await nobody()}`
    expect(await failure(requested(asking(url)))).toMatchObject({
      name: 'RetryableFailure',
      harmless: true,
      message: expect.stringContaining('does not answer: ECONNREFUSED') as string,
    })
  })

  test('an answer that was lost on the way leaves it open what was done', async () => {
    const url = await serving((request) => request.socket.destroy())
    expect(await failure(requested(asking(url)))).toMatchObject({ name: 'RetryableFailure', harmless: false })
    expect(await failure(requested(asking(url, { method: 'GET' })))).toMatchObject({ harmless: true })
  })

  test('a connection that was used before may have carried the request', async () => {
    const url = await serving((request, response) => {
      if (request.url === '/first') response.end('{}')
      else request.socket.destroy()
    })
    await requested(asking(`${url}/first`))
    expect(await failure(requested(asking(`${url}/second`)))).toMatchObject({ harmless: false })
  })

  test('an answer that breaks off is lost too', async () => {
    const url = await serving((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await failure(requested(asking(url)))).toMatchObject({ name: 'RetryableFailure', harmless: false })
  })

  test('where the other side does not speak TLS not a byte of the request has left', async () => {
    const port = await listening(createPlain((socket) => socket.end('no TLS here\n')))
    expect(await failure(requested(asking(`https://127.0.0.1:${port}`)))).toMatchObject({
      name: 'RetryableFailure',
      harmless: true,
    })
  })
})

describe('what an answer may say', () => {
  test('secrets that it repeats are struck out, in what succeeded and in what failed', async () => {
    const url = await serving((request, response) => {
      response.writeHead(request.url === '/bad' ? 400 : 200)
      response.end(JSON.stringify({ error: `${request.headers.authorization} and p@ss` }))
    })
    const withPassword = url.replace('//', '//user:p%40ss@')
    const given = { token: 's3cret-token' }
    expect(await requested(asking(url, given))).toEqual({ error: 'Bearer [secret] and p@ss' })
    expect(JSON.stringify(await requested(asking(withPassword)))).not.toContain('p@ss')
    const failed = JSON.stringify(await failure(requested(asking(`${url}/bad`, given))))
    expect(failed).toContain('[secret]')
    expect(failed).not.toContain('s3cret-token')
  })

  test('one that is no JSON, empty or very long is read all the same', async () => {
    const bodies: Record<string, string> = { '/text': 'ready', '/empty': '', '/long': 'x'.repeat(300_000) }
    const url = await serving((request, response) => response.end(bodies[request.url ?? '']))
    expect(await requested(asking(`${url}/text`))).toBe('ready')
    expect(await requested(asking(`${url}/empty`))).toBe(null)
    expect(await requested(asking(`${url}/long`))).toHaveLength(100_000)
    expect(await answered(asking(`${url}/text`))).toEqual({ status: 200, body: 'ready' })
  })

  test('a traffic manager that says something else is no traffic manager', async () => {
    const url = await serving((request, response) =>
      response.end(
        request.url === '/whole/status'
          ? JSON.stringify({ fenced: ['east'], endpoints: [{ region: 'east' }, { region: 'west', answers: true }, 5] })
          : '{"endpoints": []}',
      ),
    )
    const world = (path: string) => ({ traffic: () => ({ url: `${url}${path}`, token: 't' }) }) as World
    expect(await trafficSeen(world('/whole'), AbortSignal.timeout(5000))).toEqual({
      regions: { east: { fenced: true }, west: { fenced: false, answers: true } },
    })
    expect(await failure(trafficSeen(world(''), AbortSignal.timeout(5000)))).toMatchObject({
      name: 'TerminalFailure',
      harmless: true,
    })
  })
})

describe('a rule about addresses', () => {
  const refuses = (address: string) => (/^(127\.|::1$)/.test(address) ? 'it is this machine.' : undefined)
  const refused = (message: string) => ({ name: 'TerminalFailure', harmless: true, message })

  test('holds for addresses in any spelling', async () => {
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::1]'])
      expect(await failure(requested(asking(`http://${host}:1/`, { refuses })))).toMatchObject({
        name: 'TerminalFailure',
        harmless: true,
        message: expect.stringContaining('it is this machine.') as string,
      })
    expect(() => refuseAddress('10.0.0.1', refuses)).not.toThrow()
    expect(() => refuseAddress('shop.example', refuses)).not.toThrow()
  })

  test('holds for what a name resolves to, just before it is connected to', async () => {
    expect(await failure(requested(asking('http://localhost:1/', { refuses })))).toMatchObject({
      name: 'TerminalFailure',
      harmless: true,
      message: expect.stringMatching(
        /^Muster does not connect to localhost \((127\.0\.0\.1|::1)\): it is this machine\.$/,
      ) as string,
    })
  })

  test('lets through what it does not refuse, by name and by address', async () => {
    const url = await serving((_, response) => response.end('"yes"'))
    const none = () => undefined
    expect(await requested(asking(url, { refuses: none }))).toBe('yes')
    expect(await requested(asking(url.replace('127.0.0.1', 'localhost'), { refuses: none }))).toBe('yes')
  })

  test('gives one address to whoever asks for one', async () => {
    const found = await new Promise((resolve) =>
      lookupBy(() => undefined)('localhost', { family: 4 }, (_, address, family) => resolve([address, family])),
    )
    expect(found).toEqual(['127.0.0.1', 4])
  })

  test('does not make a name out of none', async () => {
    const url = 'http://nobody.invalid:1/'
    expect(await failure(requested(asking(url, { refuses })))).toMatchObject({
      name: 'RetryableFailure',
      harmless: true,
    })
  })

  test("is the world's, where it has one", () => {
    const world = { refuses } as unknown as World
    expect(ruleOf(world)?.('127.0.0.1')).toBe('it is this machine.')
    expect(ruleOf({} as World)).toBeUndefined()
  })

  test.each([
    ['an address', 'postgres://user@127.0.0.1:1/db', '127.0.0.1'],
    ['another host than the address shows', 'postgres://user@db.example/db?host=127.0.0.1', '127.0.0.1'],
    ['a name', 'postgres://user@localhost:1/db', 'localhost'],
    ['a socket of this machine', 'postgres://user@%2Ftmp/db', '127.0.0.1'],
  ])('holds for PostgreSQL by %s', async (_, url, host) => {
    const world = { endpoint: () => ({ url }), refuses } as unknown as World
    const work = connected(world, 'db', 'east', AbortSignal.timeout(5000), (client) => row(client, 'select 1'))
    const { message, ...rest } = (await failure(work)) as { message: string }
    expect(rest).toEqual({ name: 'TerminalFailure', harmless: true })
    expect(message.startsWith(`Muster does not connect to ${host}`)).toBe(true)
    expect(refused(message)).toMatchObject({ message: expect.stringContaining('it is this machine.') as string })
  })

  test('lets PostgreSQL be asked at a name and at a socket that are allowed', async () => {
    const port = await nobody()
    for (const [url, code] of [
      [`postgres://user@localhost:${port}/db`, 'ECONNREFUSED'],
      ['postgres://user@%2Fnowhere/db', 'ENOENT'],
    ] as const) {
      const world = { endpoint: () => ({ url }), refuses: () => undefined } as unknown as World
      const work = connected(world, 'db', 'east', AbortSignal.timeout(5000), (client) => row(client, 'select 1'))
      expect(await failure(work)).toMatchObject({ name: 'RetryableFailure', harmless: true })
      await expect(
        connected(world, 'db', 'east', AbortSignal.timeout(5000), (client) => row(client, 'select 1')),
      ).rejects.toMatchObject({ cause: { code } })
    }
  })
})
