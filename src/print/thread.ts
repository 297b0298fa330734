// A thread that sets documents on paper, one after another: a message is the document as JSON, the answer its PDF.
import { parentPort } from 'node:worker_threads'
import type { Printed } from './printer.ts'
import { template } from './template.ts'

/** How many documents ago something may have been of use and still be kept. */
const kept = 2

const typst = await import('@myriaddreamin/typst-ts-node-compiler').catch((error: unknown) => error as Error)
const compiler = typst instanceof Error ? undefined : typst.NodeCompiler.create({})

parentPort?.on('message', (document: string) => parentPort?.postMessage(printed(document)))

function printed(document: string): Printed {
  if (!compiler) return { wrong: (typst as Error).message.split('\n')[0] ?? '', missing: true }
  try {
    // The day of the document is in it; that of its printing would make the bytes differ.
    const pdf = compiler.pdf({ mainFileContent: template, inputs: { document } }, { creationTimestamp: 0 })
    compiler.evictCache(kept)
    return { pdf }
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: string }
    return { wrong: (code ?? message).split('\n').slice(0, 3).join('; '), missing: false }
  }
}
