import { createBrowserRouter } from 'react-router'
import { AddressesPage } from '../addresses/addresses-page.tsx'
import { AskPage } from '../aftersales/ask-page.tsx'
import { CasePage } from '../aftersales/case-page.tsx'
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
import { StoredValuePage } from '../stored-value/stored-value-page.tsx'
import { BrokenPage, MissingPage } from './broken-page.tsx'
import { Frame } from './frame.tsx'

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
          { path: '/orders/:orderId/aftersales/:lineId', Component: AskPage },
          { path: '/aftersales/:caseId', Component: CasePage },
          { path: '/me', Component: MemberPage },
          { path: '/me/points', Component: PointsPage },
          { path: '/me/stored-value', Component: StoredValuePage },
          { path: '/me/addresses', Component: AddressesPage },
          { path: '/me/check-in', Component: CheckInPage },
          { path: '/me/profile', Component: ProfilePage },
          { path: '/me/household', Component: HouseholdPage },
          { path: '/mall', Component: MallPage },
          { path: '/me/privacy', Component: PrivacyPage },
          { path: '/invite', Component: InvitePage },
          { path: '*', Component: MissingPage },
        ],
      },
    ],
  },
])
