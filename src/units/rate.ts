import { type Bytes, formatBytes, parseBytes } from './size.ts'

declare const unit: unique symbol

/** A flow of data in bytes a second, ≥ 0. */
export type Rate = number & { readonly [unit]: 'bytes a second' }

const secondsPer: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Reads `2 GiB/h` or `500kB/s`: a size, a slash and a unit of time; undefined where the text is no rate. */
export function parseRate(text: string): Rate | undefined {
  const [size = '', per = '', ...more] = text.split('/')
  const bytes = parseBytes(size)
  const seconds = secondsPer[per]
  return bytes === undefined || seconds === undefined || more.length > 0 ? undefined : ((bytes / seconds) as Rate)
}

/** The rate for people, by the hour: `2 GiB/h`. */
export function formatRate(rate: number): string {
  return `${formatBytes((rate * 3600) as Bytes)}/h`
}
