import type { ErrorCode } from '../contract.ts'
import type { Words } from '../kernel/index.ts'

/** What to tell a person for every code. A code without words does not compile. */
export const words: { readonly [Code in ErrorCode]: Words } = {
  // Any endpoint
  invalid_input: { zh: '填写的内容有误，请检查后重试', en: 'Something in the form is not right. Please check it.' },
  key_missing: { zh: '应用缺少密钥，请联系商家', en: 'This app has no key. Please contact the shop.' },
  denied: { zh: '没有权限进行此操作', en: 'You are not allowed to do this.' },
  session_expired: { zh: '登录已过期，请重新登录', en: 'Your session has ended. Please sign in again.' },
  route_missing: { zh: '当前服务不支持此功能', en: 'This shop does not offer that yet.' },
  idempotency_key_missing: { zh: '请求不完整，请重试', en: 'The request was incomplete. Please try again.' },
  idempotency_key_reused: { zh: '重复的请求，内容不一致', en: 'This request was already made with other content.' },
  too_large: { zh: '提交的内容过大', en: 'That is too much to send at once.' },
  busy: { zh: '系统繁忙，请稍后再试', en: 'The shop is busy. Please try again in a moment.' },
  rate_limited: { zh: '操作太频繁，请稍后再试', en: 'Too many tries. Please wait a moment.' },
  fault: { zh: '系统出错了，请稍后再试', en: 'Something went wrong on our side. Please try again later.' },
  network: { zh: '网络连接失败，请检查网络', en: 'No connection. Please check your network.' },
  timeout: { zh: '响应超时，请重试', en: 'The answer took too long. Please try again.' },
  aborted: { zh: '操作已取消', en: 'The action was cancelled.' },
  // brands, members
  operator_unknown: { zh: '账号或密码错误', en: 'Login or password is wrong.' },
  address_invalid: { zh: '手机号或邮箱格式不正确', en: 'This is not a valid phone number or e-mail address.' },
  code_wrong: { zh: '验证码错误', en: 'The code is wrong.' },
  code_expired: { zh: '验证码已失效，请重新获取', en: 'The code has expired. Please request a new one.' },
  session_ended: { zh: '登录已结束，请重新登录', en: 'Your session is over. Please sign in again.' },
  member_missing: { zh: '找不到该会员', en: 'This member does not exist.' },
  // tiers, catalog, inventory, promotions
  tiers_unordered: { zh: '等级的成长值门槛必须逐级升高', en: 'Each tier needs more growth than the one before.' },
  product_missing: { zh: '商品不存在或已下架', en: 'This product is not available.' },
  sku_missing: { zh: '所选规格不存在或已下架', en: 'This option is not available.' },
  sku_taken: { zh: '该规格已属于其他商品', en: 'This SKU belongs to another product.' },
  stock_insufficient: { zh: '库存不足', en: 'There is not enough in stock.' },
  promotion_window_empty: { zh: '活动结束时间必须晚于开始时间', en: 'The promotion must end after it starts.' },
  // coupons
  coupon_missing: { zh: '优惠券不存在', en: 'This coupon does not exist.' },
  coupon_not_started: { zh: '优惠券尚未开始领取', en: 'This coupon cannot be claimed yet.' },
  coupon_ended: { zh: '优惠券领取已结束', en: 'This coupon can no longer be claimed.' },
  coupon_sold_out: { zh: '优惠券已被领完', en: 'All of these coupons are gone.' },
  coupon_limit_reached: { zh: '已达到领取上限', en: 'You already have as many of these as you can.' },
  coupon_used: { zh: '优惠券已使用', en: 'This coupon is already used.' },
  coupon_not_usable: { zh: '优惠券不满足使用条件', en: 'This coupon does not apply here.' },
  limit_below_issued: { zh: '总量不能少于已发放数量', en: 'The limit is below what was already issued.' },
  // points, pricing, carts
  points_insufficient: { zh: '积分不足', en: 'There are not enough points.' },
  basket_too_large: { zh: '商品金额或数量过大', en: 'This basket is too large.' },
  line_repeated: { zh: '同一行重复提交', en: 'A line is listed twice.' },
  line_missing: { zh: '找不到该商品行', en: 'This line is not part of the order.' },
  cart_full: { zh: '购物车已满', en: 'Your cart is full.' },
  cart_empty: { zh: '购物车是空的', en: 'Your cart is empty.' },
  // referrals
  code_unknown: { zh: '邀请码无效', en: 'This referral code is unknown.' },
  referral_self: { zh: '不能使用自己的邀请码', en: 'You cannot use your own referral code.' },
  already_bound: { zh: '你已绑定推荐人', en: 'You already have a referrer.' },
  referral_cycle: { zh: '对方是你邀请的会员，无法绑定', en: 'You referred this member, directly or not.' },
  // orders, payments
  order_exists: { zh: '订单已存在', en: 'This order already exists.' },
  order_missing: { zh: '订单不存在', en: 'This order does not exist.' },
  order_not_cancellable: { zh: '订单当前无法取消', en: 'This order can no longer be cancelled.' },
  order_not_paid: { zh: '订单尚未支付或已结束', en: 'This order is not waiting to be received.' },
  order_not_payable: { zh: '订单当前无法支付', en: 'This order cannot be paid any more.' },
  order_not_refundable: { zh: '订单当前无法退款', en: 'This order cannot be refunded.' },
  price_changed: { zh: '价格有变动，请确认后再下单', en: 'The price has changed. Please check it and order again.' },
  quantity_exceeded: { zh: '退款数量超过可退数量', en: 'That is more than is left to refund.' },
  payment_failed: { zh: '支付未成功，请重试', en: 'The payment did not go through. Please try again.' },
  payment_missing: { zh: '支付记录不存在', en: 'This payment does not exist.' },
  provider_not_test: { zh: '仅测试支付可模拟', en: 'Only test payments can be simulated.' },
}
