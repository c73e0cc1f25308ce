/** A JSON value, as it travels in properties, traits and context. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** What hosts attach to an event: anything `JSON.stringify` accepts as an object. */
export type Properties = { readonly [key: string]: unknown }

/** The kinds of messages of the Segment HTTP protocol. */
export type MessageType = 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'

/**
 * One message on the wire, Segment compatible. `messageId` is made once on the device and never changes, so the
 * collector can store every message exactly once. `timestamp` is the device's clock as ISO 8601.
 */
export type Message = {
  readonly type: MessageType
  readonly messageId: string
  readonly timestamp: string
  readonly anonymousId?: string | undefined
  readonly userId?: string | undefined
  /** Of an alias: the id that was this member all along. */
  readonly previousId?: string | undefined
  readonly event?: string | undefined
  readonly name?: string | undefined
  readonly groupId?: string | undefined
  readonly properties?: Properties | undefined
  readonly traits?: Properties | undefined
  readonly context?: Properties | undefined
}

/**
 * Event names of a shop. Up to `productReviewed` they are the names of Segment's e-commerce specification v2, so tools
 * that know it read them unchanged; the rest are what a private-domain shop adds.
 */
export const commerceEvents = {
  productsSearched: 'Products Searched',
  productListViewed: 'Product List Viewed',
  productListFiltered: 'Product List Filtered',
  promotionViewed: 'Promotion Viewed',
  promotionClicked: 'Promotion Clicked',
  productClicked: 'Product Clicked',
  productViewed: 'Product Viewed',
  productAdded: 'Product Added',
  productRemoved: 'Product Removed',
  cartViewed: 'Cart Viewed',
  checkoutStarted: 'Checkout Started',
  checkoutStepViewed: 'Checkout Step Viewed',
  checkoutStepCompleted: 'Checkout Step Completed',
  paymentInfoEntered: 'Payment Info Entered',
  orderUpdated: 'Order Updated',
  orderCompleted: 'Order Completed',
  orderRefunded: 'Order Refunded',
  orderCancelled: 'Order Cancelled',
  couponEntered: 'Coupon Entered',
  couponApplied: 'Coupon Applied',
  couponDenied: 'Coupon Denied',
  couponRemoved: 'Coupon Removed',
  productAddedToWishlist: 'Product Added to Wishlist',
  productRemovedFromWishlist: 'Product Removed from Wishlist',
  wishlistProductAddedToCart: 'Wishlist Product Added to Cart',
  productShared: 'Product Shared',
  cartShared: 'Cart Shared',
  productReviewed: 'Product Reviewed',
  couponClaimed: 'Coupon Claimed',
  couponRedeemed: 'Coupon Redeemed',
  pointsEarned: 'Points Earned',
  pointsRedeemed: 'Points Redeemed',
  tierChanged: 'Tier Changed',
  referralLinkCreated: 'Referral Link Created',
  referralLinkShared: 'Referral Link Shared',
  referralLinkOpened: 'Referral Link Opened',
  referralBound: 'Referral Bound',
  groupBuyStarted: 'Group Buy Started',
  groupBuyJoined: 'Group Buy Joined',
  groupBuyCompleted: 'Group Buy Completed',
  productExposed: 'Product Exposed',
  shareIntended: 'Share Intended',
  flashSaleViewed: 'Flash Sale Viewed',
  communityJoined: 'Community Joined',
} as const

/** One of the names in `commerceEvents`. */
export type CommerceEvent = (typeof commerceEvents)[keyof typeof commerceEvents]
