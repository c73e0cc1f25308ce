import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Loopback, startLoopback } from '../loopback.fixture.ts'

/** Ten misfortunes of a real browser, each with what may be lost in it at most. */
export type Scenario = {
  readonly name: string
  /** What the tracker promises here, in words. */
  readonly bound: string
  /** Tracks; answers the events that must be stored exactly once, and what is wrong with those that are. */
  readonly run: (world: World) => Promise<Outcome>
}

export type Outcome = { readonly due: readonly string[]; readonly wrong?: (world: World) => Promise<readonly string[]> }

/** What the scenarios share. */
export type Stage = {
  readonly browser: Browser
  readonly collector: Loopback
  /** A shop's page with the tracker, on another origin than the collector. */
  readonly shopUrl: string
  /** Stops answering for so long, as a service that is started again does. */
  readonly restart: (downMs: number) => Promise<void>
  readonly close: () => Promise<void>
}

type World = Stage & {
  readonly context: BrowserContext
  readonly open: (context?: BrowserContext) => Promise<Page>
  readonly isLong: boolean
}

/** Starts collector, shop and a restartable gate between them; `close` ends all. */
export async function openStage(browser: Browser): Promise<Stage> {
  const script = await trackerScript()
  const collector = await startLoopback()
  const gate = await openGate(collector.url)
  const html = `<!doctype html><title>shop</title><script>${script}
    window.skewMs ??= 0
    globalThis.tracker = createTracker({ endpoint: '${gate.url}', writeKey: 'pk_test', flushIntervalMs: 300,
      backoffMs: 200, timeoutMs: 3000, platform: { now: () => Date.now() + window.skewMs } })
  </script>`
  const outer = () => `<!doctype html><iframe src="http://127.0.0.1:${port}"></iframe>`
  const shop = createServer(
    (request, reply) =>
      void reply.setHeader('content-type', 'text/html').end(request.url === '/outer' ? outer() : html),
  )
  await listening(shop, 0)
  const { port } = shop.address() as AddressInfo
  const close = async () => {
    await Promise.all([stopped(shop), gate.close(), collector.close()])
  }
  return { browser, collector, shopUrl: `http://127.0.0.1:${port}`, restart: gate.restart, close }
}

async function trackerScript(): Promise<string> {
  const contents = "import { createTracker } from './index.ts'\nObject.assign(globalThis, { createTracker })"
  const stdin = { contents, resolveDir: path.resolve(import.meta.dirname, '..'), loader: 'ts' as const }
  const result = await build({ stdin, bundle: true, minify: true, format: 'iife', target: 'es2020', write: false })
  return result.outputFiles[0]?.text ?? ''
}

async function openGate(target: string) {
  const make = () =>
    createServer(async (request, reply) => {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const init = request.method === 'POST' ? { method: 'POST', body: Buffer.concat(chunks) } : { method: 'OPTIONS' }
        const answer = await fetch(target + request.url, init)
        reply.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
      } catch {
        // The page gave up on the request, or the collector is gone.
        request.socket.destroy()
      }
    })
  let server = make()
  await listening(server, 0)
  const { port } = server.address() as AddressInfo
  const restart = async (downMs: number) => {
    await stopped(server)
    await new Promise((resolve) => setTimeout(resolve, downMs))
    server = make()
    await listening(server, port)
  }
  return { url: `http://127.0.0.1:${port}`, restart, close: () => stopped(server) }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

const named = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix} ${100 + at}`)
const track = (page: Page, names: readonly string[]) =>
  page.evaluate(`for (const name of ${JSON.stringify(names)}) tracker.track(name)`)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const down = ({ collector }: World) => collector.setFault(() => ({ status: 503 }))
const healthy = ({ collector }: World) => collector.setFault(() => undefined)
const rowsOf = ({ collector }: World) => collector.store.list({ brandId: 'brand_a', limit: 1000 })

/** In which storage the tracker has kept events, by key. */
export const storedKeys = `new Promise((resolve) => {
  const opening = indexedDB.open('siyu', 1)
  opening.onsuccess = () => {
    const asking = opening.result.transaction('q').objectStore('q').getAllKeys()
    asking.onsuccess = () => resolve(asking.result)
  }
})`

const crash: Scenario = {
  name: 'the process of the tab crashes',
  bound: 'may lose the last 50 ms',
  run: async (world) => {
    down(world)
    const page = await world.open()
    const due = named('crash', world.isLong ? 200 : 20)
    for (const name of due) await track(page, [name])
    // The page's own clock: a busy machine delays both alike.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))')
    const session = await world.context.newCDPSession(page)
    await Promise.race([session.send('Page.crash').catch(() => undefined), pause(1000)])
    healthy(world)
    await world.open()
    return { due }
  },
}

const cleared: Scenario = {
  name: 'storage is cleared half-way',
  bound: 'loses nothing while the page is open',
  run: async (world) => {
    down(world)
    const page = await world.open()
    const due = named('cleared', 15)
    await track(page, due.slice(0, 10))
    await pause(300)
    const session = await world.context.newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: world.shopUrl, storageTypes: 'all' })
    await track(page, due.slice(10))
    healthy(world)
    return { due }
  },
}

const clockSetBack: Scenario = {
  name: 'the clock is set back an hour',
  bound: 'nothing lost; no event is dated after its arrival, or more than the wait before it',
  run: async (world) => {
    const startedAt = Date.now()
    const page = await world.open()
    await track(page, ['before'])
    await page.evaluate('window.skewMs = -3600000')
    await track(page, ['after'])
    const wrong = async () =>
      (await rowsOf(world)).flatMap(({ event, occurredAt, receivedAt }) =>
        occurredAt > receivedAt || occurredAt < startedAt
          ? [`${event} is dated ${occurredAt - receivedAt} ms off`]
          : [],
      )
    return { due: ['before', 'after'], wrong }
  },
}

const twoDevices: Scenario = {
  name: 'one member on two devices',
  bound: 'nothing lost; one member, two anonymous ids',
  run: async (world) => {
    const other = await world.browser.newContext()
    const due: string[] = []
    for (const context of [world.context, other]) {
      const page = await world.open(context)
      const name = `device ${due.push('') - 1}`
      due[due.length - 1] = name
      await page.evaluate(`tracker.identify('mem_1'); tracker.track('${name}')`)
      await page.close({ runBeforeUnload: true })
    }
    const wrong = async () => {
      const rows = (await rowsOf(world)).filter(({ event }) => due.includes(event))
      const [members, devices] = [new Set(rows.map((row) => row.memberId)), new Set(rows.map((row) => row.anonymousId))]
      return members.size === 1 && devices.size === 2 ? [] : [`${members.size} members on ${devices.size} devices`]
    }
    return { due: [...due, '$identify', '$identify'], wrong }
  },
}

const slowNetwork: Scenario = {
  name: 'a 3G network',
  bound: 'loses nothing',
  run: async (world) => {
    const page = await world.open()
    const session = await world.context.newCDPSession(page)
    const rate = { latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000, offline: false }
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', rate)
    const due = named('slow', world.isLong ? 900 : 100)
    await track(page, due)
    return { due }
  },
}

const restarted: Scenario = {
  name: 'the service is restarted between batches',
  bound: 'loses nothing, stores nothing twice',
  run: async (world) => {
    const page = await world.open()
    const due = named('restart', world.isLong ? 500 : 60)
    const tracking = (async () => {
      for (let at = 0; at < due.length; at += 5) {
        await track(page, due.slice(at, at + 5))
        await pause(40)
      }
    })()
    for (let times = 0; times < (world.isLong ? 8 : 2); times++) {
      await pause(150)
      await world.restart(200)
    }
    await tracking
    return { due }
  },
}

const longOffline: Scenario = {
  name: '24 hours without network',
  bound: 'loses nothing; events keep their times',
  run: async (world) => {
    const page = await world.open()
    await world.context.setOffline(true)
    const due = named('offline', 10)
    await track(page, due)
    await pause(300)
    await page.evaluate('window.skewMs = 86400000')
    await world.context.setOffline(false)
    const wrong = async () =>
      (await rowsOf(world)).flatMap(({ event, occurredAt, receivedAt }) =>
        Math.abs(receivedAt - occurredAt - 86_400_000) < 60_000 ? [] : [`${event} lost its time`],
      )
    return { due, wrong }
  },
}

const iframe: Scenario = {
  name: 'an iframe that is taken out',
  bound: 'loses nothing',
  run: async (world) => {
    const page = await world.context.newPage()
    // Another site than the frame's: storage is partitioned.
    await page.goto(`${world.shopUrl.replace('127.0.0.1', 'localhost')}/outer`)
    const frame = page.frames().find((each) => each.url().startsWith(world.shopUrl))
    const due = named('iframe', 5)
    await frame?.evaluate(`for (const name of ${JSON.stringify(due)}) tracker.track(name)`)
    await page.evaluate("document.querySelector('iframe').remove()")
    return { due }
  },
}

const backAndForth: Scenario = {
  name: 'away and back by the history',
  bound: 'loses nothing, also from a page that was frozen',
  run: async (world) => {
    const page = await world.open()
    const due = named('back', 6)
    // After the evaluation was answered: a page that leaves meanwhile may never answer it.
    await page.evaluate(`void setTimeout(() => {
      for (const name of ${JSON.stringify(due.slice(0, 3))}) tracker.track(name)
      location.href = '/elsewhere'
    })`)
    await page.waitForURL('**/elsewhere')
    await page.goBack()
    await track(page, due.slice(3))
    return { due }
  },
}

const privateMode: Scenario = {
  name: 'private mode without IndexedDB',
  bound: 'loses nothing: localStorage stands in',
  run: async (world) => {
    await world.context.addInitScript("indexedDB.open = () => { throw new DOMException('denied', 'SecurityError') }")
    down(world)
    const page = await world.open()
    const due = named('private', 10)
    await track(page, due)
    await pause(300)
    await page.close({ runBeforeUnload: true })
    healthy(world)
    await world.open()
    return { due }
  },
}

export const scenarios: readonly Scenario[] = [
  ...[crash, cleared, clockSetBack, twoDevices, slowNetwork, restarted, longOffline, iframe, backAndForth, privateMode],
]

/** What is not as promised: lost, stored twice, or wrong in itself. Waits as long as it takes, up to a limit. */
export async function judge(
  stage: Stage,
  scenario: Scenario,
  { isLong, patienceMs }: { readonly isLong: boolean; readonly patienceMs: number },
): Promise<readonly string[]> {
  const context = await stage.browser.newContext()
  const open = async (own = context) => {
    const page = await own.newPage()
    await page.goto(stage.shopUrl)
    return page
  }
  const world: World = { ...stage, context, open, isLong }
  healthy(world)
  await stage.collector.sql.execute({ text: 'truncate analytics_events', values: [] })
  const { due, wrong } = await scenario.run(world)
  const until = Date.now() + patienceMs
  const lost = async () => {
    const stored = await stage.collector.storedNames()
    return due.filter((name) => !stored.includes(name))
  }
  while ((await lost()).length > 0 && Date.now() < until) await pause(50)
  const stored = await stage.collector.storedNames()
  const counts = (names: readonly string[], name: string) => names.filter((each) => each === name).length
  const twice = stored.filter((name) => counts(stored, name) > Math.max(1, counts(due, name)))
  const faults = (await wrong?.(world)) ?? []
  const missing = await lost()
  await context.close()
  return [...missing.map((name) => `lost ${name}`), ...twice.map((name) => `twice ${name}`), ...faults]
}
