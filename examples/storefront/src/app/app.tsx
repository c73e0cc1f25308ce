import { SiyuProvider } from '@siyu/react'
import { TrackingProvider } from '@siyu/react/tracking'
import type { ReactElement } from 'react'
import { RouterProvider } from 'react-router/dom'
import { DeliveryProvider, useDelivery } from '../delivery/delivery.tsx'
import { LanguageProvider, useLanguage } from '../language/language.tsx'
import { router } from './routes.tsx'
import { siyu, tracker } from './shop.ts'
import { storage } from './storage.ts'

/** The whole shop. */
export function App(): ReactElement {
  return (
    <LanguageProvider>
      <DeliveryProvider>
        <Shop />
      </DeliveryProvider>
    </LanguageProvider>
  )
}

function Shop(): ReactElement {
  const { locale } = useLanguage()
  const { place } = useDelivery()
  return (
    <SiyuProvider client={siyu} locale={locale} storage={storage} place={place}>
      <TrackingProvider tracker={tracker}>
        <RouterProvider router={router} />
      </TrackingProvider>
    </SiyuProvider>
  )
}
