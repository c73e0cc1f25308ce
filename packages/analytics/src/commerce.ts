import { type CommerceEvent, commerceEvents } from './events.ts'
import type { EventsOf } from './plan.ts'

type ProductFields = {
  readonly product_id: 'string'
  readonly sku: 'string?'
  readonly category: 'string?'
  readonly name: 'string?'
  readonly brand: 'string?'
  readonly variant: 'string?'
  readonly price: 'integer?'
  readonly quantity: 'integer?'
  readonly coupon: 'string?'
  readonly position: 'integer?'
  readonly currency: 'string?'
  readonly list_id: 'string?'
  readonly cart_id: 'string?'
}
type BasketFields = {
  readonly currency: 'string?'
  readonly value: 'integer?'
  readonly discount: 'integer?'
  readonly coupon: 'string?'
  readonly products: 'list?'
  readonly cart_id: 'string?'
  readonly order_id: 'string?'
}
type OrderFields = {
  readonly order_id: 'string'
  readonly total: 'integer?'
  readonly revenue: 'integer?'
  readonly shipping: 'integer?'
  readonly tax: 'integer?'
  readonly discount: 'integer?'
  readonly coupon: 'string?'
  readonly currency: 'string?'
  readonly products: 'list?'
}
type ListFields = {
  readonly list_id: 'string?'
  readonly category: 'string?'
  readonly products: 'list?'
  readonly filters: 'list?'
  readonly sorts: 'list?'
}
type PromotionFields = {
  readonly promotion_id: 'string'
  readonly name: 'string?'
  readonly creative: 'string?'
  readonly position: 'string?'
}
type CouponFields = {
  readonly coupon_id: 'string'
  readonly coupon_name: 'string?'
  readonly discount: 'integer?'
  readonly order_id: 'string?'
  readonly reason: 'string?'
}
type StepFields = {
  readonly checkout_id: 'string?'
  readonly step: 'integer?'
  readonly shipping_method: 'string?'
  readonly payment_method: 'string?'
}
type ShareFields = {
  readonly share_via: 'string?'
  readonly url: 'string?'
  readonly product_id: 'string?'
  readonly referral_code: 'string?'
}
type GroupBuyFields = {
  readonly group_buy_id: 'string'
  readonly product_id: 'string?'
}
type PointsFields = {
  readonly points: 'integer'
  readonly reason: 'string?'
  readonly order_id: 'string?'
}
type SearchFields = {
  readonly query: 'string'
  readonly result_count: 'integer?'
}
type ReviewFields = {
  readonly product_id: 'string'
  readonly review_id: 'string?'
  readonly rating: 'integer?'
}
type TierFields = {
  readonly tier: 'string'
  readonly previous_tier: 'string?'
}
type FlashSaleFields = {
  readonly flash_sale_id: 'string'
  readonly product_id: 'string?'
}
type CommunityFields = {
  readonly community_id: 'string'
}

const product: ProductFields = {
  product_id: 'string',
  sku: 'string?',
  category: 'string?',
  name: 'string?',
  brand: 'string?',
  variant: 'string?',
  price: 'integer?',
  quantity: 'integer?',
  coupon: 'string?',
  position: 'integer?',
  currency: 'string?',
  list_id: 'string?',
  cart_id: 'string?',
}
const basket: BasketFields = {
  currency: 'string?',
  value: 'integer?',
  discount: 'integer?',
  coupon: 'string?',
  products: 'list?',
  cart_id: 'string?',
  order_id: 'string?',
}
const order: OrderFields = {
  order_id: 'string',
  total: 'integer?',
  revenue: 'integer?',
  shipping: 'integer?',
  tax: 'integer?',
  discount: 'integer?',
  coupon: 'string?',
  currency: 'string?',
  products: 'list?',
}
const list: ListFields = {
  list_id: 'string?',
  category: 'string?',
  products: 'list?',
  filters: 'list?',
  sorts: 'list?',
}
const promotion: PromotionFields = {
  promotion_id: 'string',
  name: 'string?',
  creative: 'string?',
  position: 'string?',
}
const coupon: CouponFields = {
  coupon_id: 'string',
  coupon_name: 'string?',
  discount: 'integer?',
  order_id: 'string?',
  reason: 'string?',
}
const step: StepFields = {
  checkout_id: 'string?',
  step: 'integer?',
  shipping_method: 'string?',
  payment_method: 'string?',
}
const share: ShareFields = { share_via: 'string?', url: 'string?', product_id: 'string?', referral_code: 'string?' }
const groupBuy: GroupBuyFields = { group_buy_id: 'string', product_id: 'string?' }
const points: PointsFields = { points: 'integer', reason: 'string?', order_id: 'string?' }
const search: SearchFields = { query: 'string', result_count: 'integer?' }
const review: ReviewFields = { product_id: 'string', review_id: 'string?', rating: 'integer?' }
const tier: TierFields = { tier: 'string', previous_tier: 'string?' }
const flashSale: FlashSaleFields = { flash_sale_id: 'string', product_id: 'string?' }
const community: CommunityFields = { community_id: 'string' }

/** Property kinds of the events of a shop. */
export type CommercePlan = {
  readonly 'Products Searched': SearchFields
  readonly 'Product List Viewed': ListFields
  readonly 'Product List Filtered': ListFields
  readonly 'Promotion Viewed': PromotionFields
  readonly 'Promotion Clicked': PromotionFields
  readonly 'Product Clicked': ProductFields
  readonly 'Product Viewed': ProductFields
  readonly 'Product Added': ProductFields
  readonly 'Product Removed': ProductFields
  readonly 'Cart Viewed': BasketFields
  readonly 'Checkout Started': BasketFields
  readonly 'Checkout Step Viewed': StepFields
  readonly 'Checkout Step Completed': StepFields
  readonly 'Payment Info Entered': StepFields
  readonly 'Order Updated': OrderFields
  readonly 'Order Completed': OrderFields
  readonly 'Order Refunded': OrderFields
  readonly 'Order Cancelled': OrderFields
  readonly 'Coupon Entered': CouponFields
  readonly 'Coupon Applied': CouponFields
  readonly 'Coupon Denied': CouponFields
  readonly 'Coupon Removed': CouponFields
  readonly 'Product Added to Wishlist': ProductFields
  readonly 'Product Removed from Wishlist': ProductFields
  readonly 'Wishlist Product Added to Cart': ProductFields
  readonly 'Product Shared': ShareFields
  readonly 'Cart Shared': ShareFields
  readonly 'Product Reviewed': ReviewFields
  readonly 'Coupon Claimed': CouponFields
  readonly 'Coupon Redeemed': CouponFields
  readonly 'Points Earned': PointsFields
  readonly 'Points Redeemed': PointsFields
  readonly 'Tier Changed': TierFields
  readonly 'Referral Link Created': ShareFields
  readonly 'Referral Link Shared': ShareFields
  readonly 'Referral Link Opened': ShareFields
  readonly 'Referral Bound': ShareFields
  readonly 'Group Buy Started': GroupBuyFields
  readonly 'Group Buy Joined': GroupBuyFields
  readonly 'Group Buy Completed': GroupBuyFields
  readonly 'Product Exposed': ProductFields
  readonly 'Share Intended': ShareFields
  readonly 'Flash Sale Viewed': FlashSaleFields
  readonly 'Community Joined': CommunityFields
}

/** The events of a shop with their properties, named as in Segment's e-commerce spec v2; amounts are integers. */
export const commercePlan: CommercePlan = {
  'Products Searched': search,
  'Product List Viewed': list,
  'Product List Filtered': list,
  'Promotion Viewed': promotion,
  'Promotion Clicked': promotion,
  'Product Clicked': product,
  'Product Viewed': product,
  'Product Added': product,
  'Product Removed': product,
  'Cart Viewed': basket,
  'Checkout Started': basket,
  'Checkout Step Viewed': step,
  'Checkout Step Completed': step,
  'Payment Info Entered': step,
  'Order Updated': order,
  'Order Completed': order,
  'Order Refunded': order,
  'Order Cancelled': order,
  'Coupon Entered': coupon,
  'Coupon Applied': coupon,
  'Coupon Denied': coupon,
  'Coupon Removed': coupon,
  'Product Added to Wishlist': product,
  'Product Removed from Wishlist': product,
  'Wishlist Product Added to Cart': product,
  'Product Shared': share,
  'Cart Shared': share,
  'Product Reviewed': review,
  'Coupon Claimed': coupon,
  'Coupon Redeemed': coupon,
  'Points Earned': points,
  'Points Redeemed': points,
  'Tier Changed': tier,
  'Referral Link Created': share,
  'Referral Link Shared': share,
  'Referral Link Opened': share,
  'Referral Bound': share,
  'Group Buy Started': groupBuy,
  'Group Buy Joined': groupBuy,
  'Group Buy Completed': groupBuy,
  'Product Exposed': product,
  'Share Intended': share,
  'Flash Sale Viewed': flashSale,
  'Community Joined': community,
}

/** The types of `commercePlan`, for `createTracker<CommerceEvents>(…)`. */
export type CommerceEvents = EventsOf<CommercePlan>

/** What an event is called elsewhere. */
export type OtherNames = {
  /** Google Analytics 4: its recommended name, or a name in its style. */
  readonly ga4: string
  /** Sensors Data: it prescribes none; a name in the style of its templates. */
  readonly sensors: string
}

const others: Record<keyof typeof commerceEvents, readonly [ga4: string, sensors: string]> = {
  productsSearched: ['search', 'searchRequest'],
  productListViewed: ['view_item_list', 'commodityListView'],
  productListFiltered: ['filter_item_list', 'commodityListFilter'],
  promotionViewed: ['view_promotion', 'bannerView'],
  promotionClicked: ['select_promotion', 'bannerClick'],
  productClicked: ['select_item', 'commodityClick'],
  productViewed: ['view_item', 'commodityDetail'],
  productAdded: ['add_to_cart', 'addToShoppingcart'],
  productRemoved: ['remove_from_cart', 'removeFromShoppingcart'],
  cartViewed: ['view_cart', 'shoppingcartView'],
  checkoutStarted: ['begin_checkout', 'submitOrder'],
  checkoutStepViewed: ['view_checkout_step', 'checkoutStepView'],
  checkoutStepCompleted: ['add_shipping_info', 'checkoutStepComplete'],
  paymentInfoEntered: ['add_payment_info', 'paymentInfoEnter'],
  orderUpdated: ['update_order', 'updateOrder'],
  orderCompleted: ['purchase', 'payOrder'],
  orderRefunded: ['refund', 'refundOrder'],
  orderCancelled: ['cancel_order', 'cancelOrder'],
  couponEntered: ['enter_coupon', 'enterDiscount'],
  couponApplied: ['apply_coupon', 'applyDiscount'],
  couponDenied: ['deny_coupon', 'denyDiscount'],
  couponRemoved: ['remove_coupon', 'removeDiscount'],
  productAddedToWishlist: ['add_to_wishlist', 'collectCommodity'],
  productRemovedFromWishlist: ['remove_from_wishlist', 'cancelCollectCommodity'],
  wishlistProductAddedToCart: ['wishlist_to_cart', 'collectToShoppingcart'],
  productShared: ['share', 'shareCommodity'],
  cartShared: ['share_cart', 'shareShoppingcart'],
  productReviewed: ['review_item', 'commentCommodity'],
  couponClaimed: ['claim_coupon', 'receiveDiscount'],
  couponRedeemed: ['redeem_coupon', 'useDiscount'],
  pointsEarned: ['earn_virtual_currency', 'earnPoints'],
  pointsRedeemed: ['spend_virtual_currency', 'spendPoints'],
  tierChanged: ['level_up', 'levelChange'],
  referralLinkCreated: ['create_referral_link', 'createInviteLink'],
  referralLinkShared: ['share_referral_link', 'shareInviteLink'],
  referralLinkOpened: ['open_referral_link', 'openInviteLink'],
  referralBound: ['bind_referral', 'bindInvite'],
  groupBuyStarted: ['start_group_buy', 'startGroupBuy'],
  groupBuyJoined: ['join_group_buy', 'joinGroupBuy'],
  groupBuyCompleted: ['complete_group_buy', 'completeGroupBuy'],
  productExposed: ['view_item_in_list', 'commodityExposure'],
  shareIntended: ['intend_share', 'clickShareButton'],
  flashSaleViewed: ['view_flash_sale', 'flashSaleView'],
  communityJoined: ['join_group', 'joinCommunity'],
}

/** Our event names in Google Analytics 4 and Sensors Data, for destinations and exports. */
export const otherNames: Readonly<Record<CommerceEvent, OtherNames>> = Object.fromEntries(
  Object.entries(others).map(([key, [ga4, sensors]]) => [
    commerceEvents[key as keyof typeof commerceEvents],
    { ga4, sensors },
  ]),
) as Record<CommerceEvent, OtherNames>
