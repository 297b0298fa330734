/**
 * digest: canonical JSON, its hash, and the bytes of a text.
 *
 * One value has one canonical text (RFC 8785) and so one digest, whoever computes it. The runbook, the journal and
 * the evidence are all named by such digests. This room knows nothing of what it hashes.
 */
export { canonical, digest, type Json, sha256 } from './digest.ts'
export { bytesOf, textOf } from './utf8.ts'
