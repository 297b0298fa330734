/**
 * hcl: the syntax of Terraform's own files.
 *
 * In: the text of a file. Out: its nodes as plain data, each with its place, or the first place that cannot be read. The
 * grammar is a ready one that runs in WebAssembly; this room loads it, which a pure room cannot, and evaluates nothing.
 */
export { openHcl } from './open.ts'
