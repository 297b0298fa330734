declare const unit: unique symbol

/** A share of a whole, 0 to 1; written as a percentage in a plan. */
export type Share = number & { readonly [unit]: 'share' }

/** Reads `99.95%` or `60%`, 0 to 100; undefined where the text is no percentage in that range. */
export function parseShare(text: string): Share | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text)
  if (!match) return undefined
  const percent = Number(match[1])
  return percent > 100 ? undefined : (Number((percent / 100).toFixed(10)) as Share)
}

/** The share as a percentage, with as many digits as it has: `99.95%`. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`
}
