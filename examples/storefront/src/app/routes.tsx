import { createBrowserRouter } from 'react-router'
import { CartPage } from '../cart/cart-page.tsx'
import { CheckInPage } from '../check-in/check-in-page.tsx'
import { CheckoutPage } from '../checkout/checkout-page.tsx'
import { PaidPage } from '../checkout/paid-page.tsx'
import { CouponsPage } from '../coupons/coupons-page.tsx'
import { HomePage } from '../home/home-page.tsx'
import { HouseholdPage } from '../household/household-page.tsx'
import { InvitePage } from '../invite/invite-page.tsx'
import { MallPage } from '../mall/mall-page.tsx'
import { MemberPage } from '../member/member-page.tsx'
import { PointsPage } from '../member/points-page.tsx'
import { OrderPage } from '../orders/order-page.tsx'
import { OrdersPage } from '../orders/orders-page.tsx'
import { PrivacyPage } from '../privacy/privacy-page.tsx'
import { ProductPage } from '../product/product-page.tsx'
import { ProfilePage } from '../profile/profile-page.tsx'
import { BrokenPage, MissingPage } from './broken-page.tsx'
import { Frame } from './frame.tsx'

// Few visits come here, so the first load does without them.
const askPage = async () => (await import('../aftersales/ask-page.tsx')).AskPage
const casePage = async () => (await import('../aftersales/case-page.tsx')).CasePage
const flashPage = async () => (await import('../sales/flash-page.tsx')).FlashPage
const presalesPage = async () => (await import('../sales/presales-page.tsx')).PresalesPage
const groupsPage = async () => (await import('../sales/groups-page.tsx')).GroupsPage
const teamPage = async () => (await import('../sales/team-page.tsx')).TeamPage
const campaignsPage = async () => (await import('../campaigns/campaigns-page.tsx')).CampaignsPage
const campaignPage = async () => (await import('../campaigns/campaign-page.tsx')).CampaignPage
const addressesPage = async () => (await import('../addresses/addresses-page.tsx')).AddressesPage
const storedValuePage = async () => (await import('../stored-value/stored-value-page.tsx')).StoredValuePage

/** The pages by address. */
export const router: ReturnType<typeof createBrowserRouter> = createBrowserRouter([
  {
    Component: Frame,
    children: [
      {
        ErrorBoundary: BrokenPage,
        children: [
          { path: '/', Component: HomePage },
          { path: '/products/:productId', Component: ProductPage },
          { path: '/coupons', Component: CouponsPage },
          { path: '/cart', Component: CartPage },
          { path: '/checkout', Component: CheckoutPage },
          { path: '/paid/:orderId', Component: PaidPage },
          { path: '/orders', Component: OrdersPage },
          { path: '/orders/:orderId', Component: OrderPage },
          { path: '/orders/:orderId/aftersales/:lineId', lazy: { Component: askPage } },
          { path: '/aftersales/:caseId', lazy: { Component: casePage } },
          { path: '/me', Component: MemberPage },
          { path: '/me/points', Component: PointsPage },
          { path: '/me/stored-value', lazy: { Component: storedValuePage } },
          { path: '/me/addresses', lazy: { Component: addressesPage } },
          { path: '/me/check-in', Component: CheckInPage },
          { path: '/me/profile', Component: ProfilePage },
          { path: '/me/household', Component: HouseholdPage },
          { path: '/mall', Component: MallPage },
          { path: '/flash', lazy: { Component: flashPage } },
          { path: '/presales', lazy: { Component: presalesPage } },
          { path: '/groups', lazy: { Component: groupsPage } },
          { path: '/groups/teams/:teamId', lazy: { Component: teamPage } },
          { path: '/me/privacy', Component: PrivacyPage },
          { path: '/invite', Component: InvitePage },
          { path: '/campaigns', lazy: { Component: campaignsPage } },
          { path: '/campaigns/:campaignId', lazy: { Component: campaignPage } },
          { path: '*', Component: MissingPage },
        ],
      },
    ],
  },
])
