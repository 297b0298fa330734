import { escaped } from './escaped.ts'

/** What a page of ours may load and run: nothing but its own inline style. */
export const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const css = [
  ':root{color-scheme:light dark;--ink:#111827;--soft:#4b5563;--ground:#fff;--line:#d1d5db;--ok:#047857;--bad:#b91c1c;--link:#1d4ed8}',
  '@media(prefers-color-scheme:dark){:root{--ink:#f3f4f6;--soft:#d1d5db;--ground:#111827;--line:#4b5563;--ok:#6ee7b7;--bad:#fca5a5;--link:#93c5fd}}',
  'body{margin:0 auto;padding:1.5rem;max-width:64rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground)}',
  'h1{font-size:1.5rem;margin:.25rem 0}h2{font-size:1.125rem;margin:1.75rem 0 .5rem}',
  '.kind{display:inline-block;padding:.1rem .6rem;border:2px solid var(--link);border-radius:.4rem;font-weight:700}.kind.real{border-color:var(--bad)}',
  '.verdict{font-size:1.125rem;font-weight:700}.soft{color:var(--soft)}.met{color:var(--ok)}.missed{color:var(--bad)}',
  '.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:.35rem .75rem .35rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}',
  'code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}a{color:var(--link)}svg{max-width:100%;height:auto}figure{margin:1rem 0}',
  '@media print{nav{display:none}}',
].join('')

/**
 * A whole HTML page, self-contained: no remote asset, light and dark, and a policy that says so.
 * @param title foreign text, escaped here
 * @param body markup, already escaped by whoever made it
 * @param more style of the page's own, after that of all pages
 * @param script the base64 of the SHA-256 of the one script that may run; none where it is left out
 */
export function page(title: string, body: string, more = '', script?: string): string {
  const policy = script === undefined ? pagePolicy : `${pagePolicy}; script-src 'sha256-${script}'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${css}${more}</style>
</head>
<body>
${body}
</body>
</html>
`
}
