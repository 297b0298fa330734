import { Packet } from 'dns2'

/** What a message asks for, in lower case: names of DNS do not tell upper case from lower. */
export interface Asked {
  readonly name: string
  readonly type: number
}

export const { A, NS, SOA, AXFR, ANY } = Packet.TYPE
const { IN } = Packet.CLASS
/** Outcomes, as RFC 1035 numbers them. */
export const outcome = Packet.RCODE
const query = 0
/** Octets that an answer over UDP may have where the asker has said that it takes more; the usual size since 2020. */
const payload = 1232

/**
 * What a message asks for, or the code of the answer to one that cannot be served.
 * @returns undefined for what must not be answered: an answer, for two servers could send each other answers for ever
 */
export function askedIn(request: Packet): Asked | number | undefined {
  const { header, questions, errors } = request
  if (header.qr === 1) return undefined
  if (header.opcode !== query) return outcome.NOTIMP
  const [question] = questions
  if (errors.length > 0 || question === undefined || questions.length > 1) return outcome.FORMERR
  if ((optIn(request)?.version ?? 0) > 0) return outcome.BADVERS
  if (question.class !== IN || question.type === AXFR) return outcome.REFUSED
  return { name: question.name.toLowerCase(), type: question.type }
}

/** An answer to a request, with no records yet: question and number are those of the request. */
export function answerTo(request: Packet, code: number, flags: { aa?: 1; ra?: 1 } = {}): Packet {
  // What could not be read of a request cannot be said back.
  const readable = code !== outcome.FORMERR
  const { id, opcode, rd } = request.header
  const answer = new Packet(new Packet.Header({ id, qr: 1, opcode, rd, rcode: code, ...flags }))
  answer.questions = readable ? request.questions : []
  // Whoever speaks the extension is answered in it (RFC 6891, 7).
  if (optIn(request) || code > 0xf) answer.additionals = [Packet.Resource.EDNS([], { udpPayloadSize: payload })]
  return answer
}

/** A record of class IN. */
export function record(
  given: Partial<Packet['answers'][number]> & { readonly name: string },
): Packet['answers'][number] {
  return new Packet.Resource({ ...given, class: IN })
}

function optIn({ additionals }: Packet): Packet['additionals'][number] | undefined {
  return additionals.find(({ type }) => type === Packet.TYPE.EDNS)
}
