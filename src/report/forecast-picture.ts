import { columns, escaped, plain } from '#markup'
import { fitted } from './segments.ts'

/** A picture of a forecast, ready to be laid into a document. */
export interface Picture {
  /** Foreign text, as is the description: what a screen reader says instead. */
  readonly title: string
  readonly description: string
  /** Units of the drawing. */
  readonly height: number
  /** Markup, already escaped. */
  readonly body: readonly string[]
}

/** All pictures of a forecast are equally wide; the drawing's own margin is `left` on both sides. */
export const wide = 960
export const left = 32

/** Colours without CSS variables, which many viewers of pictures do not know. Print is always on white. */
export const pictureCss = [
  '.muster-forecast{font:14px system-ui,sans-serif}.muster-forecast text{fill:#111827}',
  '.muster-forecast .soft{fill:#4b5563}.muster-forecast .small{font-size:12px}.muster-forecast .strong{font-weight:700}',
  '.muster-forecast .title{font-size:16px;font-weight:700}.muster-forecast .ground{fill:#fff}',
  // A label that a line of another mark passes stays readable.
  '.muster-forecast .over{paint-order:stroke;stroke:#fff;stroke-width:4px}',
  '.muster-forecast .axis{stroke:#6b7280;stroke-width:1}.muster-forecast .grid{stroke:#e5e7eb;stroke-width:1}',
  '.muster-forecast .mark{stroke:#111827;stroke-width:1.5;stroke-dasharray:4 3}',
  '.muster-forecast .limit{stroke:#111827;stroke-width:3}',
  '.muster-forecast .found{stroke:#be123c;stroke-width:3;stroke-dasharray:8 3}',
  '.muster-forecast .met,.muster-forecast .execute{fill:#1d4ed8}.muster-forecast .beyond,.muster-forecast .detect{fill:#b45309}',
  '.muster-forecast .decide{fill:#7c3aed}.muster-forecast .verify{fill:#047857}.muster-forecast .beside{fill:#6b7280}',
  '.muster-forecast .low{fill:#0f766e}.muster-forecast .high{fill:#c2410c}',
  '@media screen and (prefers-color-scheme:dark){.muster-forecast text{fill:#f3f4f6}.muster-forecast .soft{fill:#d1d5db}',
  '.muster-forecast .ground{fill:#111827}.muster-forecast .over{stroke:#111827}.muster-forecast .axis{stroke:#9ca3af}.muster-forecast .grid{stroke:#374151}',
  '.muster-forecast .mark,.muster-forecast .limit{stroke:#f3f4f6}.muster-forecast .found{stroke:#fda4af}.muster-forecast .met,.muster-forecast .execute{fill:#60a5fa}',
  '.muster-forecast .beyond,.muster-forecast .detect{fill:#f59e0b}.muster-forecast .decide{fill:#a78bfa}',
  '.muster-forecast .verify{fill:#34d399}.muster-forecast .beside{fill:#9ca3af}',
  '.muster-forecast .low{fill:#2dd4bf}.muster-forecast .high{fill:#fb923c}}',
].join('')

/**
 * A picture as an SVG element that loads nothing and runs nothing.
 * @param id unique in the document that it is laid into; letters, digits, hyphens
 * @param css its own style, or none where the document has it already
 * @param y where it lies in a picture around it
 */
export function drawn({ title, description, height, body }: Picture, id: string, css = pictureCss, y?: number): string {
  const box = y === undefined ? 'width="100%"' : `y="${y}" width="${wide}" height="${height}"`
  return [
    `<svg class="muster-forecast" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${height}" ${box} role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-desc">${escaped(description)}</desc>`,
    ...(css === '' ? [] : [`<style>${css}</style>`]),
    `<rect class="ground" width="${wide}" height="${height}" />`,
    `<text class="title" x="${left}" y="26">${escaped(cut(title, 104))}</text>`,
    ...body,
    '</svg>',
  ].join('\n')
}

/** Units of the drawing that a text of 14 px takes at most, by what letters usually take. */
export function widthOf(text: string): number {
  return columns(plain(text)) * 7.8
}

/** A text of at most so many columns, with its cut marked. */
export function cut(text: string, most: number): string {
  return fitted([text], most, { colour: false, width: most, unicode: true })
}

/** A place on the drawing, to a tenth of a unit, so that the same figures give the same bytes. */
export function units(value: number): number {
  return Number(value.toFixed(1))
}
