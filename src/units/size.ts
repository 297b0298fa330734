declare const unit: unique symbol

/** A size in bytes, ≥ 0. */
export type Bytes = number & { readonly [unit]: 'bytes' }

const bytesPer: Record<string, number> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

const size = String.raw`\d{1,12}(?:\.\d{1,6})? ?(?:B|[kMGT]B|[KMGT]iB)`

/** A number and a unit, with or without a space between them. */
export const sizePattern = `^${size}$`

/** The same, a slash and a unit of time. */
export const ratePattern = `^${size}/[smhd]$`

const written = new RegExp(sizePattern)

/** Reads `800 GiB`, `1.5 TB` or `64MiB`; undefined where the text is no size. */
export function parseBytes(text: string): Bytes | undefined {
  if (!written.test(text)) return undefined
  const [, amount, unit = ''] = /^([\d.]+) ?(\w+)$/.exec(text) ?? []
  return Math.round(Number(amount) * (bytesPer[unit] ?? 0)) as Bytes
}

/** The size for people, in binary units: `800 GiB`. */
export function formatBytes(bytes: number): string {
  const name = ['TiB', 'GiB', 'MiB', 'KiB'].find((candidate) => bytes >= (bytesPer[candidate] ?? 0)) ?? 'B'
  return `${Number((bytes / (bytesPer[name] ?? 1)).toFixed(1))} ${name}`
}
