/** An amount with its currency; the amount is a decimal string, so that nothing is rounded on the way. */
export interface Money {
  readonly amount: string
  readonly currency: string
}

/** A decimal amount, a space and the three letters of a currency. */
export const moneyPattern = String.raw`^\d{1,15}(?:\.\d{1,6})? [A-Z]{3}$`

const written = new RegExp(moneyPattern)

/** Reads `45000 USD` or `0.12 EUR`: a decimal amount and an ISO 4217 code; undefined where the text is neither. */
export function parseMoney(text: string): Money | undefined {
  return written.test(text) ? { amount: text.slice(0, -4), currency: text.slice(-3) } : undefined
}

/** The amount for people: `45,000 USD`. */
export function formatMoney(money: Money): string {
  const [whole = '0', cents] = money.amount.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents ? `.${cents}` : ''} ${money.currency}`
}

/** An amount of a plan has no more decimals than these. */
const decimals = 6

function millionths({ amount }: Money): bigint {
  const [whole = '0', part = ''] = amount.split('.')
  return BigInt(whole + part.padEnd(decimals, '0'))
}

/** The sum of amounts, exact to the last decimal; those in another currency than the one named are left out. */
export function sumMoney(amounts: readonly Money[], currency: string): Money {
  const sum = amounts.reduce((so, money) => (money.currency === currency ? so + millionths(money) : so), 0n)
  const digits = String(sum).padStart(decimals + 1, '0')
  const part = digits.slice(-decimals).replace(/0+$/, '')
  return { amount: digits.slice(0, -decimals) + (part && `.${part}`), currency }
}

/** Whether one amount is more than another; undefined where their currencies differ, for no rate is known. */
export function exceeds(one: Money, other: Money): boolean | undefined {
  return one.currency === other.currency ? millionths(one) > millionths(other) : undefined
}
