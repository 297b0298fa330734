import { hidden, namesSecret } from './secret-keys.ts'

const mask = hidden.text

/** What belongs to one command: quoted text, lines that go on, and everything before a sign that ends it. */
const rest = `(?:"[^"\\n]{0,2000}"|'[^'\\n]{0,2000}'|\\\\\\n|[^\\n"';|&])*`
const value = `"[^"\\n]{0,2000}"|'[^'\\n]{0,2000}'|[^\\s"'<>|&-]\\S*`

/** Commands of which `-p` or `-P` is a password; of most others it is a port, a path or a project. */
const withPassword = new RegExp(
  `\\b(?:mysql\\w*|mariadb[\\w-]*|sqlcmd|osql|bcp|mongo\\w*|psql|sshpass|cqlsh|login)(?![\\w./-])${rest}`,
  'gi',
)
const password = new RegExp(`(\\s-p)([ \\t=]*)(${value})`, 'gi')
/** A port, or ports of a container and of its host. */
const port = /^["']?(?:[\w.:[\]-]*:)?\d+(?:-\d+)?(?:\/(?:tcp|udp))?["']?$/
/** Flags of PowerShell and others that begin with the letter. */
const longFlag = /^(?:assword|ort|ath|ipe|lugin|refix|rint|ro|ersist|set|ager)/i

const withUser = new RegExp(`\\b(?:curl|wget|httpie|Invoke-\\w+)\\b${rest}`, 'gi')
const user = /(\s(?:-u|-U|--user|--proxy-user)[ \t=]*["']?[^\s:"']{0,200}:)([^\s"']+)/g
const header = /((?:^|\s)(?:-H|--header)[ \t=]*)("[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s"']+)/g

const withSecret = new RegExp(`\\bsecrets?[ \\t]+(?:set|create|update|add|put|generic)\\b${rest}`, 'gi')
const given = new RegExp(
  `(\\s--(?:value|body|secret-string)[ \\t=]+|\\s--from-literal[ \\t=]+[\\w.-]{1,200}=)(${value})`,
  'gi',
)

const cache = new RegExp(`\\bredis-cli\\b${rest}`, 'gi')
const cachePassword = new RegExp(`(\\s-a[ \\t]+)(${value})`, 'g')

const plainText = new RegExp(`\\b(ConvertTo-SecureString[ \\t]+(?:-String[ \\t]+)?)(${value})`, 'gi')

/** Commands without what is secret in them, in the ways in which single tools are given it. */
export function maskedCommands(text: string): string {
  if (!text.includes('-')) return text
  return text
    .replaceAll(withPassword, withoutPassword)
    .replaceAll(withUser, (command) => command.replaceAll(user, `$1${mask}`))
    .replaceAll(withSecret, (command) => command.replaceAll(given, `$1${mask}`))
    .replaceAll(cache, (command) => command.replaceAll(cachePassword, `$1${mask}`))
    .replaceAll(plainText, `$1${mask}`)
    .replaceAll(header, (all, flag: string, what: string) => `${flag}${withoutHeader(what)}`)
}

function withoutPassword(command: string): string {
  return command.replaceAll(password, (all, flag: string, between: string, what: string) => {
    // The port of mysql is -P; what stands right behind its -p is a password, even of digits.
    const own = between === '' && flag.endsWith('p') && /^(mysql|mariadb)/i.test(command)
    if (between === '' && longFlag.test(what)) return all
    return port.test(what) && !(own && /^\d+$/.test(what)) ? all : `${flag}${between}${mask}`
  })
}

/** A header without its value where its name says that it is secret; the word for how it is used may stay. */
function withoutHeader(said: string): string {
  const [, open = '', name = '', is = '', scheme = '', close = ''] =
    /^(["']?)([\w-]{1,100})(:[ \t]*)(?:((?:Bearer|Basic|Digest|Token|SharedKey|ApiKey)[ \t]+)(?=\S))?.*?(["']?)$/i.exec(
      said,
    ) ?? []
  const secret = namesSecret(name) || /^(?:proxy-)?authorization$|^cookie$|-key$/i.test(name)
  return secret ? `${open}${name}${is}${scheme}${mask}${close}` : said
}
