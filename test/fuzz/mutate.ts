import type { Random } from './random.ts'

/** What formats are made of; one of them is put in now and then, so that chance need not spell it. */
const words = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '(',
    ')',
    '\n',
    '\n  ',
    '- ',
    '# ',
    '---\n',
    '`',
    '```\n',
    '|',
    '<<: *a',
    '&a ',
    '${',
    '}"',
    '[[',
    ']]',
    "'",
    '<<EOT\n',
    '\\u0000',
    '\u0000',
    '\uFEFF',
    '\uD800',
  ],
  ...[
    'null',
    'true',
    'false',
    '-1',
    '0',
    '1e999',
    '99999999999999999999',
    'NaN',
    '__proto__',
    'constructor',
    'toString',
    'resources',
    'copy',
    'count',
    'for_each',
    'dynamic',
    'module',
    'each.value',
  ],
  ...[
    '[parameters(',
    '[variables(',
    '[copyIndex()]',
    '[concat(',
    '[resourceId(',
    '"type":',
    '"name":',
    '"properties":',
    'depends_on:',
    'spec:',
    'kind: List',
    'apiVersion: ',
    'resource "azurerm_',
    'variable "',
    'for x in ',
    ' => ',
    '?.',
    '...',
  ],
]

/** Another text near to one, by a few changes; sometimes with a part of a second one. */
export function mutated(text: string, other: string, random: Random): string {
  let result = text
  for (let i = 0; i < 1 + random(5); i++) result = changed(result, other, random)
  return result.slice(0, 200_000)
}

function changed(text: string, other: string, random: Random): string {
  const at = random(text.length + 1)
  const length = random(Math.min(80, text.length - at) + 1)
  switch (random(9)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length)
    case 1:
      return text.slice(0, at) + (words[random(words.length)] ?? '') + text.slice(at)
    case 2:
      return text.slice(0, at) + (words[random(words.length)] ?? '') + text.slice(at + length)
    case 3:
      return text.slice(0, at) + text.slice(at, at + length).repeat(1 + random(20)) + text.slice(at + length)
    case 4:
      return text.slice(0, at) + String.fromCharCode(random(random(2) === 0 ? 128 : 65_536)) + text.slice(at + 1)
    case 5: {
      const from = random(other.length + 1)
      return text.slice(0, at) + other.slice(from, from + random(400)) + text.slice(at + length)
    }
    case 6:
      return text.slice(0, at)
    case 7: {
      const mark = words[random(5)] ?? '{'
      return text.slice(0, at) + mark.repeat(1 + random(random(20) === 0 ? 20_000 : 40)) + text.slice(at)
    }
    default:
      return text.replaceAll(/\d+/g, (number) =>
        random(4) === 0 ? String(random(2) === 0 ? 10 ** random(12) : -random(9)) : number,
      )
  }
}
