import { lazy, type ReactElement } from 'react'
import { createBrowserRouter, isRouteErrorResponse, Link, type RouteObject, useRouteError } from 'react-router'
import { useSay } from '../language/language.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Shell } from './shell.tsx'
import { appWords } from './words.ts'

const Overview = lazy(() => import('../pages/overview/page.tsx').then((page) => ({ default: page.OverviewPage })))
const Members = lazy(() => import('../pages/members/page.tsx').then((page) => ({ default: page.MembersPage })))
const Orders = lazy(() => import('../pages/orders/page.tsx').then((page) => ({ default: page.OrdersPage })))
const Aftersales = lazy(() => import('../pages/aftersales/page.tsx').then((page) => ({ default: page.AftersalesPage })))
const Coupons = lazy(() => import('../pages/coupons/page.tsx').then((page) => ({ default: page.CouponsPage })))
const NewCoupon = lazy(() => import('../pages/coupons/edit.tsx').then((page) => ({ default: page.NewCouponPage })))
const EditCoupon = lazy(() => import('../pages/coupons/edit.tsx').then((page) => ({ default: page.EditCouponPage })))
const Promotions = lazy(() => import('../pages/promotions/page.tsx').then((page) => ({ default: page.PromotionsPage })))
const NewPromotion = lazy(() =>
  import('../pages/promotions/edit.tsx').then((page) => ({ default: page.NewPromotionPage })),
)
const EditPromotion = lazy(() =>
  import('../pages/promotions/edit.tsx').then((page) => ({ default: page.EditPromotionPage })),
)
const Campaigns = lazy(() => import('../pages/campaigns/page.tsx').then((page) => ({ default: page.CampaignsPage })))
const Shipping = lazy(() => import('../pages/shipping/page.tsx').then((page) => ({ default: page.ShippingPage })))
const Taxes = lazy(() => import('../pages/taxes/page.tsx').then((page) => ({ default: page.TaxesPage })))
const Points = lazy(() => import('../pages/points/page.tsx').then((page) => ({ default: page.PointsPage })))
const Tiers = lazy(() => import('../pages/tiers/page.tsx').then((page) => ({ default: page.TiersPage })))
const Products = lazy(() => import('../pages/products/page.tsx').then((page) => ({ default: page.ProductsPage })))
const NewProduct = lazy(() => import('../pages/products/edit.tsx').then((page) => ({ default: page.NewProductPage })))
const EditProduct = lazy(() => import('../pages/products/edit.tsx').then((page) => ({ default: page.EditProductPage })))
const Stock = lazy(() => import('../pages/stock/page.tsx').then((page) => ({ default: page.StockPage })))
const Payments = lazy(() => import('../pages/payments/page.tsx').then((page) => ({ default: page.PaymentsPage })))
const Webhooks = lazy(() => import('../pages/webhooks/page.tsx').then((page) => ({ default: page.WebhooksPage })))
const Referrals = lazy(() => import('../pages/referrals/page.tsx').then((page) => ({ default: page.ReferralsPage })))
const KolShops = lazy(() => import('../pages/kolshops/page.tsx').then((page) => ({ default: page.KolShopsPage })))
const Links = lazy(() => import('../pages/links/page.tsx').then((page) => ({ default: page.LinksPage })))
const Reviews = lazy(() => import('../pages/reviews/page.tsx').then((page) => ({ default: page.ReviewsPage })))
const Ledger = lazy(() => import('../pages/ledger/page.tsx').then((page) => ({ default: page.LedgerPage })))
const Funnel = lazy(() => import('../pages/funnel/page.tsx').then((page) => ({ default: page.FunnelPage })))
const Retention = lazy(() => import('../pages/retention/page.tsx').then((page) => ({ default: page.RetentionPage })))
const Events = lazy(() => import('../pages/events/page.tsx').then((page) => ({ default: page.EventsPage })))
const Privacy = lazy(() => import('../pages/privacy/page.tsx').then((page) => ({ default: page.PrivacyPage })))

const pages: readonly RouteObject[] = [
  { index: true, element: <Overview /> },
  { path: 'members', element: <Members /> },
  { path: 'orders', element: <Orders /> },
  { path: 'aftersales', element: <Aftersales /> },
  { path: 'coupons', element: <Coupons /> },
  { path: 'coupons/new', element: <NewCoupon /> },
  { path: 'coupons/:templateId', element: <EditCoupon /> },
  { path: 'promotions', element: <Promotions /> },
  { path: 'promotions/new', element: <NewPromotion /> },
  { path: 'promotions/:promotionId', element: <EditPromotion /> },
  { path: 'campaigns', element: <Campaigns /> },
  { path: 'shipping', element: <Shipping /> },
  { path: 'taxes', element: <Taxes /> },
  { path: 'products', element: <Products /> },
  { path: 'products/new', element: <NewProduct /> },
  { path: 'products/:productId', element: <EditProduct /> },
  { path: 'stock', element: <Stock /> },
  { path: 'payments', element: <Payments /> },
  { path: 'webhooks', element: <Webhooks /> },
  { path: 'points', element: <Points /> },
  { path: 'tiers', element: <Tiers /> },
  { path: 'referrals', element: <Referrals /> },
  { path: 'links', element: <Links /> },
  { path: 'kolshops', element: <KolShops /> },
  { path: 'reviews', element: <Reviews /> },
  { path: 'ledger', element: <Ledger /> },
  { path: 'funnel', element: <Funnel /> },
  { path: 'retention', element: <Retention /> },
  { path: 'events', element: <Events /> },
  { path: 'privacy', element: <Privacy /> },
  { path: '*', element: <Missing /> },
]

/** The pages below the address the console is served at. */
export function createRouter(operatorName: string): ReturnType<typeof createBrowserRouter> {
  const children = pages.map((page) => ({ ...page, errorElement: <Broken /> }))
  const routes: RouteObject[] = [{ path: '/', element: <Shell operatorName={operatorName} />, children }]
  return createBrowserRouter(routes, { basename: import.meta.env.BASE_URL.replace(/\/$/, '') })
}

function Missing(): ReactElement {
  const say = useSay(appWords)
  return (
    <Page title={say('missingTitle')}>
      <Empty title={say('missingTitle')}>
        <Link to="/">{say('home')}</Link>
      </Empty>
    </Page>
  )
}

/** A page that threw, or whose code could not be fetched. */
function Broken(): ReactElement {
  const say = useSay(appWords)
  const error = useRouteError()
  const text = isRouteErrorResponse(error) ? error.statusText : error instanceof Error ? error.message : String(error)
  return (
    <Page title={say('brokenTitle')}>
      <div className="failure" role="alert" data-testid="error-state">
        <strong>{say('brokenHint')}</strong>
        <code>{text}</code>
        <button type="button" className="button" onClick={() => location.reload()}>
          {say('reload')}
        </button>
      </div>
    </Page>
  )
}
