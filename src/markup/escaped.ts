import { plain } from './plain.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A foreign text as character data or an attribute's value of HTML, SVG and XML 1.0, made plain first. */
export function escaped(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
