import type { ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { Failure } from '#diagnostics'
import type { Address } from './addresses.ts'
import type { WebOrder, WebState } from './web.ts'

/** Milliseconds: longer than a leaving instance takes for its farewell. */
const patience = 5000
const soon = 2000
let orders = 0

/** Tells an instance how to behave, and waits until it does. @throws Failure `unreachable` where it does not in time */
export function told(instance: ChildProcess, state: WebState): Promise<void> {
  const order: WebOrder = { order: ++orders, state }
  return new Promise((resolve, reject) => {
    const settle = (failure?: string) => {
      clearTimeout(timer)
      instance.off('message', hear).off('exit', ended)
      if (failure === undefined) resolve()
      else reject(new Failure('unreachable', failure))
    }
    const hear = (word: { obeyed?: number }) => {
      if (word.obeyed === order.order) settle()
    }
    // Whoever has ended behaves in no way at all.
    const ended = () => settle()
    const timer = setTimeout(
      () => settle(`An instance of the web service has not obeyed within ${patience / 1000} s.`),
      patience,
    )
    instance.on('message', hear).on('exit', ended)
    if (instance.exitCode !== null || instance.signalCode !== null || !instance.connected) return settle()
    instance.send(order, (error) => {
      if (error && instance.connected) settle(`An instance of the web service cannot be told: ${error.message}.`)
    })
  })
}

/** Whether an instance answers at all. */
export function answers({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request({ host, port, path: '/alive', agent: false, timeout: soon }, (response) => {
      response.resume().on('close', () => resolve(response.statusCode === 200))
    })
    asking.on('timeout', () => asking.destroy()).on('error', () => resolve(false))
    asking.end()
  })
}

/** One piece of work at a time, in the order in which they were asked for. */
export function inTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}
