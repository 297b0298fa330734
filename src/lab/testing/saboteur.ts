import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, Runbook } from '#runbook'
import { connectIfAlive } from '../connection.ts'
import { call } from '../http.ts'
import type { Layout } from '../layout.ts'
import { onServer } from '../postgres/sql.ts'
import { isAlive, signal } from '../processes.ts'
import { readRegistry } from '../registry.ts'
import { specOf } from '../spec.ts'

/** Does one thing to a lab that nobody told it to: by signals, files, SQL and the doors that the lab has. */
export interface Saboteur {
  /** Sends a signal to processes of the lab by their name, such as `web` of a region; the last `most` of them. */
  hit(name: string, region: string | undefined, with_: NodeJS.Signals, most?: number): void
  sql(region: string, text: string, database?: string): Promise<ReadonlyArray<Record<string, unknown>>>
  /** Acts on the entry as somebody who is no run of this project. */
  entry(verb: string, body: object): Promise<unknown>
  /** Leads the runbook's probes to a region, or to none. */
  watch(region: string | undefined): Promise<void>
  heal(fault: Fault): Promise<void>
  /** A file of the lab, below its folder or below its data. */
  lab(path: string): string
  data(path: string): string
  /** Rewrites a file. @returns what puts it back */
  rewrite(path: string, change: (content: Buffer) => Buffer): () => void
}

/** @param home the state folder of the lab @param runbook what the lab was built from, and the run that holds it */
export async function saboteurOf(home: string, runbook: Runbook, run: string): Promise<Saboteur> {
  const control = connectIfAlive(home)
  const registry = readRegistry(home)
  if (!control || registry?.data === undefined) throw new Error(`No lab runs in ${home}.`)
  const { data } = registry
  const body = { run, spec: specOf(runbook) }
  const { layout } = await call<{ layout: Layout }>(control, 'POST', '/start', { body })
  let acts = 0
  return {
    hit(name, region, with_, most) {
      const all = (readRegistry(home)?.processes ?? []).filter(
        (one) => one.name === name && one.region === region && isAlive(one),
      )
      if (all.length === 0) throw new Error(`No ${name} runs${region === undefined ? '' : ` in ${region}`}.`)
      for (const one of all.slice(-(most ?? all.length))) signal(one, with_)
    },
    async sql(region, text, database = layout.spec.stores[0] ?? 'postgres') {
      const address = layout.regions[region]?.postgres
      if (!address) throw new Error(`The lab has no region ${region}.`)
      return await onServer(address, database, (query) => query(text))
    },
    entry: (verb, more) =>
      call(layout.traffic, 'POST', `/${verb}`, {
        body: { run: 'nobody', epoch: 1, key: `sabotage-${++acts}`, ...more },
      }),
    async watch(region) {
      const probes = region === undefined ? [] : runbook.probes
      await call(control, 'POST', '/watch', { body: { probes, watched: region ?? runbook.from } })
    },
    heal: async (fault) => void (await call(control, 'POST', '/heal', { body: { key: `heal-${++acts}`, fault } })),
    lab: (path) => join(home, 'lab', path),
    data: (path) => join(data, path),
    rewrite(path, change) {
      const before = readFileSync(path)
      writeFileSync(path, change(before))
      return () => writeFileSync(path, before)
    },
  }
}
