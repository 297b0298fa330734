import { fileURLToPath } from 'node:url'
import { problemsText } from '#report'
import type { AddCommand } from '../context.ts'
import { musterOf, soundPlan } from '../plan.ts'
import { watched } from '../watched.ts'
import { showDrill } from './drill.ts'
import { serveUntilStopped } from './serve.ts'

const example = fileURLToPath(new URL('../../../examples/contoso-orders/muster.yaml', import.meta.url))

/** `muster start`: the whole job on the example, from the plan to the proof. `npm start` runs it. */
export const addStart: AddCommand = (program, context) => {
  program
    .command('start')
    .description('check, forecast and rehearse the example plan, then show the drill as a page')
    .option('--once', 'end after the drill, with its exit code')
    .action(async (options: { once?: boolean }) => {
      const muster = musterOf(context)
      const found = soundPlan(muster, context, example, context.today)
      const scenario = found?.parsed.plan.drills?.[0]?.scenario
      if (!found || scenario === undefined) return
      heading('Check', found.file.shown)
      context.out(problemsText(found, found.parsed.files, context.style.out, { notes: false }))
      heading(
        'Forecast and drill',
        `losing a region of ${found.parsed.plan.metadata.name}, on real PostgreSQL, on this machine`,
      )
      const result = await watched(context, muster, [], (watcher) =>
        muster.drill(found, { scenario, holding: { target: 'lab' }, signal: context.signal, watcher }),
      )
      showDrill(context, result, 'human')
      if (result && options.once !== true) await serveUntilStopped(context)
    })

  function heading(what: string, about: string): void {
    context.talk(`\n== ${what}: ${about}\n`)
  }
}
