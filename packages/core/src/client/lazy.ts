import type { Transport } from './transport.ts'

/** A transport whose code is loaded when it is made, beside the page's own work; a load that failed is tried again. */
export function lazyTransport(load: () => Promise<Transport>): Transport {
  let loading: Promise<Transport> | undefined
  const ready = (): Promise<Transport> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  ready().catch(() => undefined)
  return {
    send: async (request) => (await ready()).send(request),
    stream: async (request) => {
      const { stream } = await ready()
      if (stream === undefined) throw new Error('this transport cannot stream')
      return stream(request)
    },
  }
}
