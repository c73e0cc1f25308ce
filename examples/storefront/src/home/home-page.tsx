import type { ReactElement } from 'react'
import { useLanguage } from '../language/language.tsx'
import { CouponStrip } from './coupon-strip.tsx'
import { House } from './house.tsx'
import { ProductGrid } from './product-grid.tsx'
import { SaleTiles } from './sale-tiles.tsx'

/** The front of the shop: who keeps it, what is on offer, what there is. */
export function HomePage(): ReactElement {
  return (
    <>
      <Hero />
      <main className="page page--home">
        <CouponStrip />
        <SaleTiles />
        <ProductGrid />
      </main>
    </>
  )
}

function Hero(): ReactElement {
  const { words, locale, setLocale } = useLanguage()
  const { home, common } = words
  return (
    <header className="hero">
      <div className="hero__awning" />
      <button
        type="button"
        className="hero__language"
        lang={locale === 'en' ? 'zh-CN' : 'en'}
        data-testid="language"
        onClick={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
      >
        {common.otherLanguage}
      </button>
      <div className="hero__text">
        <p className="hero__greeting">{home.greeting}</p>
        <h1>{common.shopName}</h1>
        <p className="hero__story">{home.story}</p>
      </div>
      <House />
    </header>
  )
}
