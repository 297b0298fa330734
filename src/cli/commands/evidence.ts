import { plain } from '#markup'
import { calibrationJson, calibrationText, jsonText } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

/**
 * `muster evidence verify`: is every byte as it was written, and does the verdict follow from it? `evidence calibration`:
 * how right were the forecasts?
 */
export const addEvidence: AddCommand = (program, context) => {
  const evidence = program
    .command('evidence')
    .description('verify what a run left behind, and hold forecasts against drills')
  formats(
    evidence
      .command('verify <path-or-run>')
      .description('check every byte of a directory of evidence, and judge the run again; needs no network'),
    'json',
  ).action((pathOrRun: string, { format }: { format: string }) => {
    const { faults, head, root, judgedAgain } = musterOf(context).verify(pathOrRun)
    if (format === 'json')
      context.out(jsonText({ schemaVersion: 1, verified: faults.length === 0, faults, head, root, judgedAgain }))
    else if (faults.length === 0)
      context.out(
        `Verified. Every file is as it was written${judgedAgain ? ', and the verdict follows from journal and measurements' : '; it was judged by the rules of another version, and not again'}.\n` +
          `journal head  ${head}\nmanifest root ${root}\n` +
          'Who could rewrite all files could rewrite this too: compare these with what was printed after the run.\n',
      )
    else context.out(`NOT verified:\n${faults.map((fault) => `  ${plain(fault)}\n`).join('')}`)
    if (faults.length > 0) context.end(exit.missed)
  })
  formats(
    evidence
      .command('calibration')
      .description('how right forecasts were over all drills: how many held, how late, how wide'),
    'json',
  ).action(({ format }: { format: string }) => {
    const calibration = musterOf(context).calibration()
    context.out(
      format === 'json' ? jsonText(calibrationJson(calibration)) : calibrationText(calibration, context.style.out),
    )
  })
}
