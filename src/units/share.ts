declare const unit: unique symbol

/** A share of a whole, 0 to 1; written as a percentage in a plan. */
export type Share = number & { readonly [unit]: 'share' }

/** 0 to 100 with at most six decimals, and a percent sign. */
export const sharePattern = String.raw`^(?:0{0,2}\d|0?\d{2}|0{0,2}\d\.\d{1,6}|0?\d{2}\.\d{1,6}|100(?:\.0{1,6})?)%$`

const written = new RegExp(sharePattern)

/** Reads `99.95%` or `60%`, 0 to 100; undefined where the text is no percentage in that range. */
export function parseShare(text: string): Share | undefined {
  return written.test(text) ? (Number((Number(text.slice(0, -1)) / 100).toFixed(10)) as Share) : undefined
}

/** The share as a percentage, with as many digits as it has: `99.95%`. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`
}
