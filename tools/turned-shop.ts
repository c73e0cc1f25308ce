import path from 'node:path'
import type { SiyuAdmin } from '../packages/core/src/admin.ts'
import type { Campaign } from '../packages/core/src/campaigns/index.ts'
import { createSiyu, fetchTransport, type Siyu } from '../packages/core/src/index.ts'
import { demoBrand, demoPublishableKey, demoSetup, fillDemo } from '../packages/server/src/cli/demo.ts'
import { devicesOf, fillKolShop } from '../packages/server/src/cli/demo-kolshop.ts'
import { clientOf, listen, mountPage } from '../packages/server/src/cli/shop.ts'
import { NO_RATE_LIMIT } from '../packages/server/src/kernel/limits.ts'
import { MIGRATED } from '../packages/server/src/kernel/testing/migrated.ts'
import { createPglite } from '../packages/server/src/kernel/testing/postgres.ts'
import { testPaymentProvider } from '../packages/server/src/payments/index.ts'
import { createServer } from '../packages/server/src/server.ts'
import { sweep } from '../packages/server/src/sweeps.ts'

const SECRET = 'a secret of pages whose clock is turned, 40+'
const dist = (name: string): string => path.resolve(import.meta.dirname, '../examples', name, 'dist')

/** Somebody who signs in. */
export type Person = { readonly phone: string; readonly name: string }

/** The demo shop in this process, with the built pages, so that its clock can be turned. */
export type TurnedShop = {
  readonly url: string
  /** Its time of day; days pass at once. */
  readonly now: () => number
  /** Sets the clock, and does what came due. */
  readonly turn: (now: number) => Promise<void>
  /** The brand's own server. */
  readonly siyu: SiyuAdmin
  /** A member's device, signed in, by somebody's code if one is given. */
  readonly member: (person: Person, referralCode?: string) => Promise<Siyu>
  readonly close: () => Promise<void>
}
export type { Campaign, Siyu }

export async function openTurnedShop(startsAt: number): Promise<TurnedShop> {
  let now = startsAt
  const { database } = await createPglite(MIGRATED)
  const settings = { secret: SECRET, testMode: true, rateLimit: NO_RATE_LIMIT, now: () => now }
  const server = await createServer({ ...settings, database })
  await mountPage(server.app, '/console', dist('console'))
  await mountPage(server.app, '', dist('storefront'))
  await server.run(demoBrand.id, 'brands.create', await demoSetup('sk_turned'), 'demo-brand')
  const siyu = clientOf(server, 'sk_turned')
  await fillDemo(siyu, now)
  await fillKolShop(siyu, devicesOf(server, demoPublishableKey))
  const { http, url } = await listen(server, 0, '127.0.0.1')
  const transport = fetchTransport((request) => server.fetch(request))
  return {
    url,
    siyu,
    now: () => now,
    turn: async (moment) => {
      now = moment
      await sweep(server, [testPaymentProvider])
    },
    member: async ({ phone, name }, referralCode) => {
      const options = { baseUrl: 'http://in-process', publishableKey: demoPublishableKey, now: () => now }
      const device = createSiyu({ ...options, transport })
      const { testCode } = await device.members.requestCode({ kind: 'phone', address: phone })
      await device.members.signIn({ kind: 'phone', address: phone, code: testCode ?? '', referralCode })
      await device.members.updateProfile({ name })
      return device
    },
    close: async () => {
      http.close()
      http.closeAllConnections()
      await server.close()
      await database.close()
    },
  }
}
