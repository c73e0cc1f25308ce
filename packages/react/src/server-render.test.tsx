import { createSiyu, type Siyu, SiyuError } from '@siyu/core'
import { adminErrorWords, errorWords } from '@siyu/core/words'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Money, Show, SiyuProvider, useCountdown, useErrorWords, useProduct, useSession, useTier } from './index.ts'
import { siyuQueries } from './queries.ts'

const client: Siyu = createSiyu({ baseUrl: 'http://shop.test' })
const sku = { id: 'sku_tea', title: { zh: '一', en: 'one' }, listMinor: 6_050, priceMinor: 6_050, availableCount: 3 }
const product = {
  id: 'prd_tea',
  title: { zh: '茶', en: 'Tea' },
  description: '',
  imageUrl: null,
  category: 'all',
  tags: [],
  attributes: {},
  skus: [sku],
}

function ProductPage(): ReactElement {
  const { data } = useProduct('prd_tea')
  const { isReady } = useCountdown(Date.now() + 1_000)
  return (
    <p>
      {useSession().status} {data?.title.en} <Money minor={data?.skus[0]?.priceMinor ?? 0} /> {String(isReady)}{' '}
      {useTier().status}
      <Show when="member" fallback=" nobody">
        secret
      </Show>
    </p>
  )
}

function Refused(): ReactElement {
  return <p>{useErrorWords()(new SiyuError({ code: 'webhooks_full', status: 409 }))}</p>
}

function rendered(queryClient: QueryClient): string {
  const page = (
    <QueryClientProvider client={queryClient}>
      <SiyuProvider client={client} locale="en" currency="CNY">
        <ProductPage />
      </SiyuProvider>
    </QueryClientProvider>
  )
  return renderToString(page)
    .replace(/<!-- -->/g, '')
    .replace(/<[^>]+>/g, '')
}

it('renders on a server from what was fetched before, without knowing who or when', () => {
  const queryClient = new QueryClient()
  queryClient.setQueryData(siyuQueries(client).product('prd_tea').queryKey, product)
  expect(rendered(queryClient)).toBe('loading Tea ¥60.50 false pending nobody')
})

it('tells an operator of their refusals with the words a console gives it, which a shop does not carry', () => {
  const said = (words?: typeof errorWords): string =>
    renderToString(
      <SiyuProvider client={client} locale="en" currency="CNY" errorWords={words} queryClient={new QueryClient()}>
        <Refused />
      </SiyuProvider>,
    )
  expect(said(adminErrorWords)).toBe(`<p>${adminErrorWords('webhooks_full', 'en')}</p>`)
  expect(said()).toBe(`<p>${errorWords('fault', 'en')}</p>`)
})

it('explains itself outside of a provider', () => {
  expect(() => renderToString(<ProductPage />)).toThrow('Put <SiyuProvider client={…}> around what uses Siyu hooks.')
})
