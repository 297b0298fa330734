import http from 'node:http'

/**
 * What directs customers: `node router.ts PORT TOKEN REGION=PORT…`. Customers enter at its paths; `/manage/…` takes the
 * verbs of a traffic manager.
 */
const [, , port, token, ...sides] = process.argv
const ports = new Map(sides.map((side) => side.split('=') as [string, string]))
let routed: string | undefined = [...ports.keys()][0]
let before = routed
const fenced = new Set<string>()
const keys = new Set<string>()
/** Turned on and off by a signal: nobody is kept away from a region any more. */
let refusesToFence = false
process.on('SIGUSR2', () => {
  refusesToFence = !refusesToFence
})

interface Order {
  readonly key: string
  readonly region?: string
}

const verbs: Readonly<Record<string, (region: string) => void>> = {
  hold: () => {
    before = routed ?? before
    routed = undefined
  },
  release: () => {
    routed ??= before
  },
  fence: (region) => {
    fenced.add(region)
    if (routed === region) routed = undefined
  },
  unfence: (region) => void fenced.delete(region),
  route: (region) => {
    fenced.delete(region)
    routed = region
  },
}

function managed(request: http.IncomingMessage, response: http.ServerResponse): void {
  const answer = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'no' })
  const verb = (request.url ?? '').replace('/manage/', '')
  if (request.method === 'GET' && verb === 'status') {
    const endpoints = [...ports.keys()].map((region) => ({ region, answers: true }))
    return answer(200, { ...(routed === undefined ? {} : { routed }), fenced: [...fenced], endpoints })
  }
  const act = verbs[verb]
  if (request.method !== 'POST' || !act) return answer(404, { error: 'not here' })
  if (verb === 'fence' && refusesToFence) return answer(403, { error: 'You may not keep anybody away.' })
  let text = ''
  request.on('data', (part: Buffer) => {
    text += part.toString()
  })
  request.on('end', () => {
    const { key, region = '' } = JSON.parse(text) as Order
    if (!keys.has(key)) act(region)
    keys.add(key)
    answer(200, { done: verb })
  })
}

http
  .createServer((request, response) => {
    if (request.url?.startsWith('/manage/')) return managed(request, response)
    const to = routed === undefined ? undefined : ports.get(routed)
    if (to === undefined) return void response.writeHead(503).end()
    const passed = http.request(
      { port: to, host: '127.0.0.1', path: request.url, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502)
        answer.pipe(response)
      },
    )
    passed.on('error', () => response.headersSent || response.writeHead(502).end())
    request.pipe(passed)
  })
  .listen(Number(port), '127.0.0.1')
