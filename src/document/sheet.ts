/** How the page looks on a screen; colours come from the page itself. */
export const css = [
  'header{border-bottom:2px solid var(--line)}.stamp{font-size:.8rem;color:var(--soft);overflow-wrap:anywhere}.stamp.needs{font-weight:700;color:var(--bad)}',
  '.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}',
  'nav ol{columns:18rem;font-size:.9rem;padding-left:1.5rem}',
  'section{scroll-margin-top:1rem}.card{border:1px solid var(--line);border-left:.4rem solid var(--line);border-radius:.4rem;padding:.25rem 1rem .75rem;margin:1rem 0}',
  '.card.critical{border-left-color:var(--link)}.card.decision{border-style:double;border-width:3px}',
  '.card h3{margin:.5rem 0 .25rem;font-size:1.05rem}.card p{margin:.35rem 0}.card ol{margin:.35rem 0;padding-left:1.5rem}',
  '.number{display:inline-block;min-width:1.6em;text-align:center;border:2px solid currentColor;border-radius:.3rem}',
  '.warning{border-left:.3rem solid var(--bad);padding-left:.6rem}.only{font-style:italic}',
  'pre{overflow-x:auto;padding:.5rem;border:1px solid var(--line);border-radius:.3rem;white-space:pre-wrap;overflow-wrap:anywhere}',
  '.message{margin:1rem 0;border:1px solid var(--line);padding:.5rem 1rem}.message figcaption{font-size:.9rem;color:var(--soft)}.message blockquote{margin:.5rem 0;font-size:1.1rem}',
  '.checks{list-style:none;padding-left:0}.box{display:inline-block;width:.9em;height:.9em;border:2px solid currentColor;margin-right:.6em;vertical-align:-.1em}',
  '.fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.5rem;margin:.5rem 0}.fields dt{font-size:.8rem;color:var(--soft)}.fields dd{margin:0;min-height:1.6rem;border-bottom:1px solid var(--soft)}',
  '#muster-bar{position:sticky;top:0;z-index:1;background:var(--ground);border-bottom:2px solid var(--line);padding:.25rem 0;font-size:.95rem}#muster-bar p{margin:.2rem 0}#muster-controls label{margin-right:.75rem}#muster-controls summary{cursor:pointer}#muster-next{max-height:3.2em;overflow:auto}#muster-clock{font-weight:700}[data-kind=real] #muster-bar{border-color:var(--bad)}[hidden]{display:none!important}',
  'button,input{font:inherit}button{margin:.15rem .4rem .15rem 0;padding:.15rem .7rem}.muster-panel{margin-top:.4rem}.muster-state{font-weight:700}.card[data-state=done]{opacity:.75}.card[data-state=failed],.card.late{outline:3px solid var(--bad)}.card[data-state=begun]{outline:3px solid var(--link)}#muster-trouble{color:var(--bad);font-weight:700}.checks input{margin-right:.6em}',
  '#questions .fields{grid-template-columns:1fr}.code{float:right;margin:0 0 .5rem 1rem;max-width:11rem;font-size:.8rem;overflow-wrap:anywhere}.code svg{display:block;width:9rem;height:9rem;background:#fff}.again{display:none}header::after{content:"";display:block;clear:both}',
].join('')

/**
 * What a printer is told: paper colours, a sheet for each part that is handed out, no step torn in two, and the stamp at
 * the foot of every page.
 * @param stamp foreign text; it becomes a text of CSS, in which nothing of it is CSS
 */
export function printed(stamp: string): string {
  return [
    `@page{size:A4;margin:14mm 13mm 16mm;@bottom-left{content:"${quoted(stamp)}";font:7pt sans-serif}@bottom-right{content:counter(page) " / " counter(pages);font:7pt sans-serif}}`,
    '@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--ground:#fff;--line:#888;--link:#000;--bad:#000}',
    'body{padding:0;max-width:none;font-size:9pt;line-height:1.32}nav{display:block!important}nav ol{columns:4;font-size:7pt;margin:.3rem 0}.skip,#muster-bar,#muster-controls,.muster-panel{display:none}.fields input{border:0}h1{font-size:14pt}h2{font-size:12pt;margin:1em 0 .4em}',
    '.code{max-width:40mm;font-size:6.5pt}.code svg,.again{display:block;width:22mm;height:22mm}.again{float:right}.sheet{break-before:page}main>.sheet:first-child{break-before:auto}.wide{overflow:visible}th,td{padding:.2rem .5rem .2rem 0}',
    '.card{margin:.5rem 0;padding:.1rem .6rem .4rem}.card h3{font-size:10.5pt;margin:.3rem 0 .1rem}.card p,.card ol,pre,.message{margin:.2rem 0}p,ul,ol{margin:.35rem 0}pre{font-size:8pt;padding:.3rem}',
    '.fields{grid-template-columns:repeat(4,1fr);margin:.2rem 0}#questions .fields{grid-template-columns:1fr}#questions .fields dd{min-height:3rem}.fields dd{min-height:1.2rem}.bars{max-height:80mm}',
    '.card,.message,.fields>div,tr,figure{break-inside:avoid}h2,h3{break-after:avoid}a{text-decoration:none}}',
  ].join('')
}

/** A text within double quotes of CSS, inside of an element `style`. */
function quoted(text: string): string {
  return Array.from(text, (sign) =>
    /[a-zA-Z0-9 ,.:·+()-]/u.test(sign) ? sign : `\\${(sign.codePointAt(0) ?? 32).toString(16)} `,
  ).join('')
}
