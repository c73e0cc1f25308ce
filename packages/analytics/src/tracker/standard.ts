import type { Transport } from './ports.ts'

/**
 * A string body without headers is a simple request: no preflight, which a page that goes away could not finish.
 * Blockers and budgets that stop one way of leaving may let the other pass.
 */
export const fetchTransport: Transport = async ({ url, body, timeoutMs, leaving, outlives }) => {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    const { status, headers } = await fetch(url, {
      method: 'POST',
      body,
      keepalive: outlives,
      credentials: 'omit',
      signal: abort.signal,
    })
    return { status, retryAfterMs: Number(headers.get('retry-after')) * 1000 || 0 }
  } catch (error) {
    if (leaving) navigator.sendBeacon(url, body)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** UUID v7. `crypto.randomUUID` is missing on plain-http pages, `getRandomValues` is not. */
export function uuidV7(): string {
  const time = `0${Date.now().toString(16)}`
  const pattern = `${time.slice(0, 8)}-${time.slice(8)}-7xxx-8xxx-xxxxxxxxxxxx`
  return pattern.replace(/x/g, () => ((crypto.getRandomValues(new Uint8Array(1))[0] as number) & 15).toString(16))
}
