import type { Command } from 'commander'
import { Failure } from '#diagnostics'
import { plain } from '#markup'
import type { Context } from '../context.ts'
import { musterOf } from '../plan.ts'
import { told } from './run-signals.ts'

interface Options {
  readonly reason?: string
  readonly signature: readonly string[]
}

/** `muster run break-glass`: go on without the usual approvals, by the signatures of those who hold emergency keys. */
export function addBreakGlass(run: Command, context: Context): void {
  run
    .command('break-glass <run>')
    .description(
      'go on without the usual approvals: prints what holders of emergency keys sign, then takes their signatures',
    )
    .option('--reason <text>', 'why the usual approvals cannot be had; it is part of what is signed')
    .option(
      '--signature <role=text>',
      'a signature as `keys sign` prints it, in base64url or as it was read over the phone; once for each holder',
      (value: string, before: readonly string[]) => [...before, value],
      [] as readonly string[],
    )
    .addHelpText(
      'after',
      '\nThe run carries the mark from then on, and does not end before somebody has reviewed why it was needed.',
    )
    .action(async (id: string, { reason, signature }: Options) => {
      if (reason === undefined) throw new Failure('usage', 'Say why the usual approvals cannot be had: --reason TEXT.')
      const muster = musterOf(context)
      const { challenge, runbook } = await muster.challengeOf(id, reason)
      if (!runbook.breakGlass)
        throw new Failure(
          'refused',
          'The plan has no holders of emergency keys. Name them in the plan under breakGlass.',
        )
      if (signature.length === 0) {
        const { atLeast, holders } = runbook.breakGlass
        context.out(`${challenge}\n`)
        context.talk(
          `It takes ${atLeast} of: ${holders.map(plain).join(', ')}. Each signs this on any computer that has their key:\n` +
            `  muster keys sign "${challenge}" --key FILE\n` +
            `Then, with the same reason:\n` +
            `  muster run break-glass ${id} --reason TEXT ${'--signature ROLE=TEXT '.repeat(atLeast).trimEnd()}\n`,
        )
        return
      }
      const signatures = new Map<string, string>()
      for (const one of signature) {
        const [, role, text] = /^([^=]+)=(.+)$/s.exec(one) ?? []
        if (role === undefined || text === undefined)
          throw new Failure('usage', `"${one}" is no signature of a role. Write it as ROLE=TEXT.`)
        signatures.set(role, text)
      }
      const [by] = signatures.keys()
      const signal = await muster.send(id, {
        kind: 'break-glass',
        by: by as string,
        comment: reason,
        data: { signatures: Object.fromEntries(signatures) },
      })
      told(
        context,
        await muster.answerTo(signal, context.signal),
        id,
        `The glass is broken by ${[...signatures.keys()].join(' and ')}.`,
      )
    })
}
