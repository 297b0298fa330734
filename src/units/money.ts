/** An amount with its currency; the amount is a decimal string, so that nothing is rounded on the way. */
export interface Money {
  readonly amount: string
  readonly currency: string
}

/** Reads `45000 USD` or `0.12 EUR`: a decimal amount and an ISO 4217 code; undefined where the text is neither. */
export function parseMoney(text: string): Money | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ([A-Z]{3})$/.exec(text)
  return match ? { amount: match[1] as string, currency: match[2] as string } : undefined
}

/** The amount for people: `45,000 USD`. */
export function formatMoney(money: Money): string {
  const [whole = '0', cents] = money.amount.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents ? `.${cents}` : ''} ${money.currency}`
}
