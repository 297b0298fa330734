import { Failure } from '#diagnostics'
import type { AddCommand } from '../context.ts'
import { musterOf } from '../plan.ts'

/** `muster keys …`: local keys, which approve when nobody can sign in. */
export const addKeys: AddCommand = (program, context) => {
  const keys = program.command('keys').description('local keys, which approve when nobody can sign in')
  keys
    .command('new')
    .description('make an Ed25519 pair: the private half in a file of its own, the public half for the plan')
    .option('-o, --output <file>', 'where the private half is written; nothing is replaced', 'muster-key.pem')
    .action(({ output }: { output: string }) => {
      const { file, key } = musterOf(context).newKey(output)
      context.out(`key: ${key}\n`)
      context.talk(
        `The private half is in ${file}; only you may read it. Write the line above into the plan, at your contact:\n  contacts:\n    ROLE: { name: …, key: "${key}" }\n`,
      )
    })
  keys
    .command('sign <challenge...>')
    .description('sign what a run asks for; needs no network and no plan')
    .option('--key <file>', 'the private half, as `keys new` wrote it')
    .action((challenge: readonly string[], { key }: { key?: string }) => {
      if (key === undefined) throw new Failure('usage', 'Say which key signs: --key FILE.')
      const { signature, spoken } = musterOf(context).signChallenge(challenge.join(' '), key)
      context.out(`${signature}\n`)
      context.talk(
        `To be read over the phone, group by group:\n  ${spoken.replaceAll(/((?:\S+ ){3}\S+) /g, '$1\n  ')}\n`,
      )
    })
}
