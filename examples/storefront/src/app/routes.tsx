import { createBrowserRouter } from 'react-router'
import { CartPage } from '../cart/cart-page.tsx'
import { CheckoutPage } from '../checkout/checkout-page.tsx'
import { PaidPage } from '../checkout/paid-page.tsx'
import { HomePage } from '../home/home-page.tsx'
import { ProductPage } from '../product/product-page.tsx'
import { BrokenPage, MissingPage } from './broken-page.tsx'
import { Frame } from './frame.tsx'

// Visitors see goods first: what else there is is loaded when somebody goes there. The way from the basket to a paid
// order is there from the start, so that no lost connection and no new version of the shop stands in it.
const checkInPage = async () => (await import('../check-in/check-in-page.tsx')).CheckInPage
const couponsPage = async () => (await import('../coupons/coupons-page.tsx')).CouponsPage
const householdPage = async () => (await import('../household/household-page.tsx')).HouseholdPage
const invitePage = async () => (await import('../invite/invite-page.tsx')).InvitePage
const mallPage = async () => (await import('../mall/mall-page.tsx')).MallPage
const memberPage = async () => (await import('../member/member-page.tsx')).MemberPage
const pointsPage = async () => (await import('../member/points-page.tsx')).PointsPage
const orderPage = async () => (await import('../orders/order-page.tsx')).OrderPage
const ordersPage = async () => (await import('../orders/orders-page.tsx')).OrdersPage
const privacyPage = async () => (await import('../privacy/privacy-page.tsx')).PrivacyPage
const profilePage = async () => (await import('../profile/profile-page.tsx')).ProfilePage
const askPage = async () => (await import('../aftersales/ask-page.tsx')).AskPage
const casePage = async () => (await import('../aftersales/case-page.tsx')).CasePage
const flashPage = async () => (await import('../sales/flash-page.tsx')).FlashPage
const presalesPage = async () => (await import('../sales/presales-page.tsx')).PresalesPage
const groupsPage = async () => (await import('../sales/groups-page.tsx')).GroupsPage
const teamPage = async () => (await import('../sales/team-page.tsx')).TeamPage
const kolShopPage = async () => (await import('../kolshop/shop-page.tsx')).KolShopPage
const myShopPage = async () => (await import('../kolshop/my-shop-page.tsx')).MyShopPage
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
          { path: '/coupons', lazy: { Component: couponsPage } },
          { path: '/cart', Component: CartPage },
          { path: '/checkout', Component: CheckoutPage },
          { path: '/paid/:orderId', Component: PaidPage },
          { path: '/orders', lazy: { Component: ordersPage } },
          { path: '/orders/:orderId', lazy: { Component: orderPage } },
          { path: '/orders/:orderId/aftersales/:lineId', lazy: { Component: askPage } },
          { path: '/aftersales/:caseId', lazy: { Component: casePage } },
          { path: '/me', lazy: { Component: memberPage } },
          { path: '/me/points', lazy: { Component: pointsPage } },
          { path: '/me/stored-value', lazy: { Component: storedValuePage } },
          { path: '/me/addresses', lazy: { Component: addressesPage } },
          { path: '/me/check-in', lazy: { Component: checkInPage } },
          { path: '/me/profile', lazy: { Component: profilePage } },
          { path: '/me/household', lazy: { Component: householdPage } },
          { path: '/mall', lazy: { Component: mallPage } },
          { path: '/flash', lazy: { Component: flashPage } },
          { path: '/presales', lazy: { Component: presalesPage } },
          { path: '/groups', lazy: { Component: groupsPage } },
          { path: '/groups/teams/:teamId', lazy: { Component: teamPage } },
          { path: '/shops/:shopId', lazy: { Component: kolShopPage } },
          { path: '/me/shop', lazy: { Component: myShopPage } },
          { path: '/me/privacy', lazy: { Component: privacyPage } },
          { path: '/invite', lazy: { Component: invitePage } },
          { path: '/campaigns', lazy: { Component: campaignsPage } },
          { path: '/campaigns/:campaignId', lazy: { Component: campaignPage } },
          { path: '*', Component: MissingPage },
        ],
      },
    ],
  },
])
