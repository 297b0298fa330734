/** What tests outside the room look at of the kernel, which is no part of the room's door. */
export * from '../kernel/index.ts'
export { drawnNormal } from '../kernel/drawn.ts'
export { openChances } from '../kernel/random.ts'
