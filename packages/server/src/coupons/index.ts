export { couponRoutes } from './routes.ts'
export type { CouponRow } from './store.ts'
export { applyCoupons, loadCoupon, loadCoupons } from './store.ts'
export { couponSpecs } from './tables.ts'
