import { Option } from 'commander'
import { graphDot, graphJson, graphMermaid, graphOf, graphSvg, jsonText } from '#report'
import type { AddCommand } from '../context.ts'
import { musterOf, soundPlan } from '../plan.ts'

/** `muster graph`: what needs what in a plan. */
export const addGraph: AddCommand = (program, context) => {
  program
    .command('graph')
    .description('draw what needs what: flows, components, and what a flow can do without')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .addOption(
      new Option('--format <format>', 'how the result is written')
        .choices(['mermaid', 'dot', 'svg', 'json'])
        .default('mermaid'),
    )
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .action((argument: string | undefined, { format }: { format: 'mermaid' | 'dot' | 'svg' | 'json' }) => {
      const found = soundPlan(musterOf(context), context, argument, context.today)
      if (!found) return
      const graph = graphOf(found.parsed.plan)
      const written = { mermaid: graphMermaid, dot: graphDot, svg: graphSvg }
      context.out(format === 'json' ? jsonText(graphJson(graph)) : written[format](graph))
    })
}
