import { request } from 'node:http'
import { monotonic } from './monotonic.ts'

/** What the traffic manager knows of a region's health; instants are seconds on the monotonic clock. */
export interface ProbeState {
  readonly region: string
  readonly healthy: boolean
  /** Whether its probes are answered, if only to say that it is not ready; two in a row that are not make it false. Absent before the first. */
  readonly answers?: boolean
  /** Failed probes in the present series; 0 when healthy. */
  readonly failures: number
  /** When the first failure of the present series was known. */
  readonly failingSince?: number
  /** When a probe last succeeded. */
  readonly lastAnswerAt?: number
  readonly reason?: string
}

/** A probe that goes on until it is stopped. */
export interface Probing {
  state(): ProbeState
  stop(): void
}

/**
 * Asks an address at a fixed rate; a probe that takes longer than the rate is waited for.
 * @param region whom it tells of
 * @param every seconds between the starts of two probes
 * @param timeout seconds after which a probe without an answer has failed
 * @param seen called after each
 * @returns a probe that is unhealthy until the first answer
 */
export function probe(
  region: string,
  url: string,
  every: number,
  timeout: number,
  seen: (state: ProbeState) => void = () => {},
): Probing {
  let state: ProbeState = { region, healthy: false, failures: 0, reason: 'not probed yet' }
  let unanswered = 0
  let stopped = false
  const next = async () => {
    const began = monotonic()
    const failure = await ask(url, timeout)
    const at = monotonic()
    const { failingSince = at } = state
    unanswered = failure === undefined || failure.answered ? 0 : unanswered + 1
    // One lost probe is no lost region.
    const answers = unanswered < 2
    const before = state.lastAnswerAt === undefined ? {} : { lastAnswerAt: state.lastAnswerAt }
    state =
      failure === undefined
        ? { region, healthy: true, answers, failures: 0, lastAnswerAt: at }
        : {
            region,
            healthy: false,
            answers,
            failures: state.failures + 1,
            failingSince,
            reason: failure.reason,
            ...before,
          }
    if (stopped) return
    seen(state)
    setTimeout(() => void next(), Math.max(0, began + every - monotonic()) * 1000)
  }
  void next()
  return {
    state: () => state,
    stop() {
      stopped = true
    },
  }
}

/** Why a probe failed, and whether it was answered all the same. */
interface ProbeFailure {
  readonly reason: string
  readonly answered: boolean
}

/** @returns undefined where the probe succeeded */
function ask(url: string, timeout: number): Promise<ProbeFailure | undefined> {
  return new Promise((resolve) => {
    const probing = request(url, { agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('close', () => {
        clearTimeout(timer)
        if (!response.complete) resolve({ reason: 'the answer broke off', answered: false })
        else if (response.statusCode === 200) resolve(undefined)
        else resolve({ reason: `${response.statusCode}: ${text.slice(0, 200)}`, answered: true })
      })
    })
    const timer = setTimeout(() => probing.destroy(new Error(`no answer within ${timeout} s`)), timeout * 1000)
    probing.on('error', (error) => {
      clearTimeout(timer)
      resolve({ reason: error.message, answered: false })
    })
    probing.end()
  })
}
