import { createSiyu, type Siyu, webStorage } from '@siyu/core'
import type { Place, Quote, QuoteInput } from '@siyu/core/pricing'
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import {
  Money,
  QrCode,
  Show,
  SiyuProvider,
  useAcceptCoupon,
  useCart,
  useCheckout,
  useClaimCoupon,
  useCountdown,
  useCouponCentre,
  useCoupons,
  useErrorWords,
  useExplainTree,
  useGiveCoupon,
  useProducts,
  useQuote,
  useRedeemCode,
  useReferralLink,
  useSession,
  useSiyuQueries,
  useTier,
  useWithdrawGift,
} from './index.ts'

/** What was on screen of a basket, in the order it was drawn. */
export type Drawn = { readonly basket: QuoteInput; readonly quote: Quote | undefined; readonly isPreview: boolean }

/** What the test asks of the page. */
export type ShopPage = {
  readonly siyu: Siyu
  readonly host: QueryClient
  readonly mount: (options: MountOptions) => void
  /** Mounts with a cache of another copy and returns what the provider says. */
  readonly mountForeign: () => Promise<string>
  /** Quotes another basket than the member's cart. */
  readonly show: (basket: QuoteInput) => void
  readonly drawn: Drawn[]
  /** Keys in the cache that the hooks use. */
  readonly keys: () => readonly (readonly unknown[])[]
}

type MountOptions = { readonly withHost: boolean; readonly locale: string; readonly place?: Place | undefined }

declare global {
  interface Window {
    shop: ShopPage
  }
}

const siyu = createSiyu({
  baseUrl: '',
  publishableKey: 'pk_test',
  storage: webStorage(),
  retry: { limit: 0 },
})
const host = new QueryClient()
let used: QueryClient | undefined
let root: Root | undefined

function mount({ withHost, locale, place }: MountOptions): void {
  const shop = (
    <SiyuProvider client={siyu} locale={locale} place={place} live={false}>
      <Shop />
    </SiyuProvider>
  )
  root = createRoot(document.body.appendChild(document.createElement('main')))
  root.render(withHost ? <QueryClientProvider client={host}>{shop}</QueryClientProvider> : shop)
}

function mountForeign(): Promise<string> {
  return new Promise((resolve) => {
    const told = (error: unknown): void => resolve(String(error))
    const other = createRoot(document.createElement('div'), { onUncaughtError: told })
    other.render(<SiyuProvider client={siyu} queryClient={{} as QueryClient} />)
  })
}

function Shop(): ReactElement {
  used = useQueryClient()
  return (
    <>
      <SignIn />
      <Products />
      <Show when="member">
        <Member />
        <Cart />
        <Wallet />
        <Checkout />
        <Invite />
      </Show>
      <Coupons />
      <OtherBasket />
      <Clock />
    </>
  )
}

function SignIn(): ReactElement {
  const session = useSession()
  const sign = (address: string): Promise<unknown> => session.signIn({ kind: 'phone', address, code: '0000' })
  return (
    <section>
      <p id="session">{session.status === 'member' ? session.memberId : session.status}</p>
      <button id="sign-in-ada" type="button" onClick={() => sign('13800000001')} />
      <button id="sign-in-bo" type="button" onClick={() => sign('13800000002')} />
      <button id="sign-out" type="button" onClick={() => session.signOut()} />
    </section>
  )
}

function Products(): ReactElement {
  const { data } = useProducts()
  return (
    <ul id="products">
      {data?.items.map(({ id, skus }) => (
        <li key={id}>
          <Money minor={skus[0]?.priceMinor ?? 0} />
        </li>
      ))}
    </ul>
  )
}

function Member(): ReactElement {
  return <p id="tier">{useTier().data?.tier.id}</p>
}

function Cart(): ReactElement {
  const { count, add, remove, chooseCoupons, spendPoints, error, isSaving, cart } = useCart()
  const { quote, isPreview, difference, hints, price } = useQuote()
  const tree = useExplainTree()
  const words = useErrorWords()
  return (
    <section>
      <p id="count">{cart === undefined ? '…' : count}</p>
      <p id="saving">{String(isSaving)}</p>
      <p id="cart-error">{words(error)}</p>
      <p id="quote">{quote && `${isPreview ? 'preview' : 'server'} ${quote.payableMinor}`}</p>
      <p id="coupons">{quote?.couponIds.join(' ')}</p>
      <p id="hints">{hints.map(({ ruleId, missingMinor }) => `${ruleId}:${missingMinor}`).join(' ')}</p>
      <p id="layers">{tree?.layers.map(({ layer, minor }) => `${layer}:${minor}`).join(' ')}</p>
      <p id="without">{price({ couponIds: [] })?.payableMinor}</p>
      <p id="difference">{difference && `${difference.previewMinor} ${difference.payableMinor}`}</p>
      <button id="add-tea" type="button" onClick={() => void add('sku_tea')} />
      <button id="add-gone" type="button" onClick={() => void add('sku_gone')} />
      <button id="add-cup" type="button" onClick={() => void add('sku_cup')} />
      <button id="remove-tea" type="button" onClick={() => void remove('sku_tea')} />
      <button id="no-coupons" type="button" onClick={() => void chooseCoupons([])} />
      <button id="spend" type="button" onClick={() => void spendPoints(1_000)} />
    </section>
  )
}

function Checkout(): ReactElement {
  const { quote } = useQuote()
  const checkout = useCheckout()
  const words = useErrorWords()
  return (
    <section>
      <p id="step">{checkout.step}</p>
      <p id="order-status">{'order' in checkout ? checkout.order?.status : ''}</p>
      <p id="checkout-error">{checkout.step === 'failed' ? words(checkout.error) : ''}</p>
      <button id="buy" type="button" onClick={() => checkout.submit(quote ?? 0)} />
      <button id="retry" type="button" onClick={() => checkout.retry()} />
      <button id="fail" type="button" onClick={() => checkout.simulate('fail')} />
      <button id="pay" type="button" onClick={() => checkout.simulate('succeed')} />
    </section>
  )
}

function Wallet(): ReactElement {
  const { quote } = useQuote()
  const { data } = useCoupons(quote)
  const [redeem, give, withdraw, accept] = [useRedeemCode(), useGiveCoupon(), useWithdrawGift(), useAcceptCoupon()]
  const couponId = data?.items[0]?.id ?? ''
  const states = data?.items.map(({ id, quoted, giftedUntil }) => {
    const said = quoted === null ? '' : `${quoted.isApplied} ${quoted.usable} ${quoted.reason} ${quoted.savedMinor}`
    return `${id}${giftedUntil == null ? '' : ' given'}:${said}`
  })
  return (
    <section>
      <p id="wallet">{states?.join('|')}</p>
      <p id="gift">{give.data?.giftCode}</p>
      <button id="redeem" type="button" onClick={() => redeem.mutate({ code: 'NEW-2345' })} />
      <button id="give" type="button" onClick={() => give.mutate({ couponId })} />
      <button id="withdraw" type="button" onClick={() => withdraw.mutate({ couponId })} />
      <button id="accept" type="button" onClick={() => accept.mutate({ giftCode: 'GIFT-2345' })} />
    </section>
  )
}

const drawn: Drawn[] = []
let showBasket: ShopPage['show'] = () => undefined

function OtherBasket(): ReactElement {
  const [basket, setBasket] = useState<QuoteInput>({ lines: [] })
  useEffect(() => {
    showBasket = setBasket
  }, [])
  const { quote, isPreview } = useQuote(basket)
  useEffect(() => {
    drawn.push({ basket, quote, isPreview })
  }, [basket, quote, isPreview])
  return <p id="other">{quote && `${isPreview ? 'preview' : 'server'} ${quote.payableMinor}`}</p>
}

function Invite(): ReactElement {
  const { url, qr } = useReferralLink('/product/tea')
  return (
    <section>
      <p id="link">{url}</p>
      <p id="qr-size">{qr?.size}</p>
      <QrCode text={url ?? 'none'} className="qr" />
    </section>
  )
}

function Coupons(): ReactElement {
  const { data } = useCouponCentre()
  const claim = useClaimCoupon()
  const words = useErrorWords()
  return (
    <section>
      <p id="offers">{data?.items.map(({ templateId, state }) => `${templateId}:${state}`).join(' ')}</p>
      <p id="claim-error">{words(claim.error)}</p>
      <button id="claim" type="button" onClick={() => claim.mutate({ templateId: 'tpl_ten' })} />
    </section>
  )
}

const openedAt = Date.now()

function Clock(): ReactElement {
  const { isReady, isDone, hours } = useCountdown(openedAt + 9_000_000)
  const member = useSiyuQueries().member()
  return (
    <>
      <p id="clock">{isReady && !isDone ? hours : ''}</p>
      <p id="owner">{member.queryKey[2]}</p>
    </>
  )
}

const keys = (): ReturnType<ShopPage['keys']> =>
  used
    ?.getQueryCache()
    .getAll()
    .map(({ queryKey }) => queryKey) ?? []

window.shop = { siyu, host, mount, mountForeign, show: (basket) => showBasket(basket), drawn, keys }
