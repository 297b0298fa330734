import { maskedCommands } from './masks-commands.ts'
import { hidden, namesSecret } from './secret-keys.ts'

const mask = hidden.text

/** What a text has in which any of the patterns below can be found; most texts are short and have none of it. */
const suspicious = /[=@]|["']\s?:|:\s|\s-|Bearer|Basic|PRIVATE KEY|eyJ/

/**
 * A text without the passwords of addresses, the values of settings that are secret, and what such flags and headers of
 * commands are given. A line of settings (`password: x`) counts where its value is one word, since a sentence may begin
 * like that too.
 */
export function maskedText(text: string): string {
  if (!suspicious.test(text)) return text
  const whole = maskedWhole(text)
  const settings = whole.includes('=') ? maskedSettings(whole) : whole
  const addresses = settings.includes('@') ? maskedAddresses(settings) : settings
  if (!/\s|["']:/.test(addresses)) return addresses
  return maskedFlags(maskedLines(maskedCommands(addresses)))
}

/** What is a secret by its own form: private keys and signed tokens. */
function maskedWhole(text: string): string {
  const keys = text.includes('PRIVATE KEY')
    ? text.replaceAll(/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g, mask)
    : text
  return keys.includes('eyJ') ? keys.replaceAll(/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, mask) : keys
}

function maskedAddresses(text: string): string {
  return text
    .replaceAll(/(:\/\/[^\s/:@"']{0,200}:)[^\s/"']{1,500}@/g, `$1${mask}@`)
    .replaceAll(/(https?:\/\/)[^\s/:@"']{20,500}@/g, `$1${mask}@`)
}

/** Names and values on both sides of a colon: those of JSON, and lines of settings. */
function maskedLines(text: string): string {
  if (!text.includes(':')) return text
  return text
    .replaceAll(
      /(\\?["'])([a-z_][\w.-]{0,80})(\1[ \t]*:[ \t]*)(?:\d+|(\\?["'])[^"'\\\n]{1,2000}(\\?["']))/gi,
      (all, ...found: Array<string | undefined>) => {
        const [open = '', name = '', is = '', before = '', after = ''] = found
        return namesSecret(name) ? `${open}${name}${is}${before}${mask}${after}` : all
      },
    )
    .replaceAll(
      /^([ \t-]{0,40}["']?)([a-z_][\w.-]{0,80})(["']?[ \t]*:[ \t]+)(\S+)(?=[ \t]*$)/gim,
      (all, ...found: string[]) => {
        const [before = '', name = '', is = ''] = found
        return namesSecret(name) ? `${before}${name}${is}${mask}` : all
      },
    )
}

/** What stands behind flags that name a secret, and behind the words for how somebody signs in. */
function maskedFlags(text: string): string {
  return text
    .replaceAll(
      /(?<=(?:^|\s)--?)([a-z][\w-]{0,80})([ \t]+)("[^"\n]{0,2000}"|'[^'\n]{0,2000}'|(?!\(\w+-)[^\s-]\S*)/gi,
      (all, name: string, between: string) => (namesSecret(name) ? `${name}${between}${mask}` : all),
    )
    .replaceAll(/\b(Bearer|Basic)([ \t]+)([\w+/.~=-]{8,})/g, `$1$2${mask}`)
}

/** `name=value`, and in an address `?sig=value` too; the value may be in quotes or braces. */
function maskedSettings(text: string): string {
  const setting = /\b([a-z_][\w.-]{0,80})(["']?[ \t]?=[ \t]?)/gi
  const value = /"[^"\n]{0,2000}"|'[^'\n]{0,2000}'|\{[^}\n]{0,400}\}|["']?[^\s;&,"']+/y
  let result = ''
  let done = 0
  for (let found = setting.exec(text); found; found = setting.exec(text)) {
    const [, name = ''] = found
    const signed =
      /^sig$/i.test(name) || (/^(code|key|auth|signature)$/i.test(name) && /[?&]/.test(text[found.index - 1] ?? ''))
    if (!signed && !namesSecret(name)) continue
    value.lastIndex = setting.lastIndex
    const [what = ''] = value.exec(text) ?? []
    if (what === '' || what.startsWith('=')) continue
    const quote = /^["']/.exec(what)?.[0] ?? ''
    const closing = what.length > 1 && what.endsWith(quote) ? quote : ''
    result += `${text.slice(done, setting.lastIndex)}${quote}${mask}${closing}`
    done = setting.lastIndex + what.length
    setting.lastIndex = done
  }
  return done === 0 ? text : result + text.slice(done)
}
