export type { AddressBook } from './addresses.ts'
export { useAddresses } from './addresses.ts'
export {
  useAftersales,
  useAftersalesCase,
  useAftersalesSettings,
  useOpenAftersales,
  useSendBack,
  useWithdrawAftersales,
} from './aftersales.ts'
export type { TierProgress } from './balances.ts'
export {
  useCommission,
  usePoints,
  usePointsHistory,
  usePointsSettings,
  useStoredValue,
  useStoredValueHistory,
  useTier,
  useTierSettings,
} from './balances.ts'
export {
  useCampaign,
  useCampaigns,
  useEnterLottery,
  useLeaderboard,
  useMyCampaign,
  useWinners,
} from './campaigns.ts'
export type { CartActions, CartResult } from './cart.ts'
export { useCart } from './cart.ts'
export type { CartReviewResult } from './cart-review.ts'
export { useCartReview } from './cart-review.ts'
export type { VariantResult } from './catalog.ts'
export { useCategories, useProduct, useProducts, usePromotions, useVariant } from './catalog.ts'
export type { CheckoutActions, CheckoutResult, CheckoutStep, CheckoutTerms, ShownPrice } from './checkout.ts'
export { useCheckout } from './checkout.ts'
export type { ConsentsResult, DataRights } from './compliance.ts'
export { useConsents, useDataRights } from './compliance.ts'
export type { Countdown } from './countdown.ts'
export { useCountdown } from './countdown.ts'
export type { QuotedCoupon, Wallet, WalletCoupon } from './coupons.ts'
export {
  useAcceptCoupon,
  useClaimCoupon,
  useCouponCentre,
  useCoupons,
  useGiveCoupon,
  useRedeemCode,
  useWithdrawGift,
} from './coupons.ts'
export { useBuyFlash, useFlashSale, useFlashSales } from './flashsales.ts'
export {
  useGroupBuys,
  useGroupTeam,
  useGroupTeams,
  useJoinGroupTeam,
  useMyGroupTeams,
  useOpenGroupTeam,
} from './groupbuys.ts'
export type { MyKolShop, MyShopPrices } from './kolshops.ts'
export { useKolShop, useKolShopStats, useMyKolShop, useMyShopPrices } from './kolshops.ts'
export type { OwnLinks } from './links.ts'
export { useCreateLink, useLanding, useOwnLinks } from './links.ts'
export type { FormatMoney, MoneyProps, MoneyText } from './money.tsx'
export { Money, useFormatMoney, useMoney } from './money.tsx'
export {
  useCancelOrder,
  useOrder,
  useOrderDetails,
  useOrders,
  useReceiveOrder,
  useRequestInvoice,
  useSetOrderAddress,
} from './orders.ts'
export {
  useCheckIn,
  useCheckInStatus,
  useDoneActivities,
  useHousehold,
  useInviteToHousehold,
  useJoinHousehold,
  useLeaveHousehold,
  usePointsActivities,
  usePointsMall,
  useRedeemItem,
  useReportActivity,
  useTransferPoints,
} from './points.ts'
export { useBuyPresale, usePresale, usePresales } from './presales.ts'
export type { SessionStatus, SiyuProviderProps } from './provider.tsx'
export { SiyuConfigError, SiyuProvider, useSiyu, useSiyuQueries } from './provider.tsx'
export type { QrCodeProps, QrMatrix } from './qr.tsx'
export { QrCode, qrPath, useQrMatrix } from './qr.tsx'
export type { AftersalesFilter, PageSize, ProductsFilter, SiyuQueries, TeamPage } from './queries.ts'
export type { QuoteDifference, QuoteResult } from './quote.ts'
export { useEarnPreview, useExplainTree, useQuote } from './quote.ts'
export type { ReferralLink } from './referrals.ts'
export {
  useBindReferral,
  useReferral,
  useReferralLink,
  useReferralTree,
  useTeam,
  useWithdraw,
  useWithdrawals,
} from './referrals.ts'
export type { ItemList, SiyuListResult, SiyuMutationResult, SiyuQueryResult } from './result.ts'
export type { CommissionReviews } from './risk.ts'
export { useCommissionReviews, useNoteDevice } from './risk.ts'
export type { SessionActions, SessionResult } from './session.ts'
export { useMember, useSession, useUpdateProfile } from './session.ts'
export type { ShowProps } from './show.tsx'
export { Show } from './show.tsx'
export type { ErrorWords } from './words.ts'
export { useErrorWords } from './words.ts'
