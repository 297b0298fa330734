import { plain } from '#markup'
import type { Gone, ScenarioAlive } from '#simulation'
import type { AliveView } from './alive.ts'
import { counted } from './figures.ts'
import { listed, table } from './layout.ts'
import { paint, type Style } from './style.ts'

/**
 * What must be alive, for a person: first what depends on what is lost, then what a recovery cannot do without, then the
 * steps with what each needs, and at last what the plan does not tell.
 * @returns text that ends with a line feed
 */
export function aliveText({ scenarios }: AliveView, style: Style): string {
  return `${scenarios.map((scenario) => one(scenario, style).join('\n')).join('\n\n')}\n`
}

function one(scenario: ScenarioAlive, style: Style): readonly string[] {
  const { steps, singles, pairs, dependsOnLost, unknown } = scenario
  return [
    paint(style, 'bold', `What must be alive for the recovery from ${plain(scenario.scenario)}`),
    '',
    ...(dependsOnLost.length === 0
      ? ['Nothing here depends on what the scenario takes away, as far as the plan tells.']
      : [
          paint(style, 'red', 'Depends on what is lost'),
          ...listed(
            dependsOnLost.map(({ who, on, why }) => `${who}, on ${on}: ${why}`),
            style,
          ),
        ]),
    '',
    ...(singles.length === 0
      ? ['No capability alone ends the recovery.']
      : [
          paint(style, 'bold', 'Without one of these the recovery ends'),
          ...table(
            singles.map(({ blocks, flows, taken, ...gone }) => [
              '',
              named(gone),
              `${counted(blocks.length, 'step')}, first ${plain(blocks[0] ?? '')}`,
              counted(flows.length, 'flow'),
              taken ? { text: 'the scenario takes it', tone: 'red' } : '',
            ]),
            style,
          ),
        ]),
    ...(pairs.length === 0
      ? []
      : [
          '',
          paint(style, 'bold', 'Without two of these together the recovery ends'),
          ...table(
            pairs.map(({ of: [first, second], blocks }) => [
              '',
              named(first),
              `and ${named(second)}`,
              `first ${plain(blocks[0] ?? '')}`,
            ]),
            style,
          ),
        ]),
    '',
    paint(style, 'bold', 'Step by step'),
    ...table(
      steps.map(({ step, requires }) => [
        '',
        plain(step),
        requires.length === 0
          ? { text: 'nothing that the list of capabilities has', tone: 'dim' as const }
          : requires
              .map((need) => named(need) + (need.spared === undefined ? '' : ` (or: ${plain(need.spared)})`))
              .join(', '),
      ]),
      style,
    ),
    '',
    paint(style, 'bold', 'What the plan cannot tell'),
    ...listed(unknown, style),
  ]
}

function named({ capability, region }: Gone): string {
  return region === undefined ? plain(capability) : `${plain(capability)} in ${plain(region)}`
}
