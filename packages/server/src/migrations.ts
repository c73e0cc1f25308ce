import {
  analytics0101,
  analytics0102,
  analytics0103,
  analytics0104,
  analyticsMigration,
  duplicatesMigration,
} from '@siyu/analytics/warehouse'

import { aftersales0050 } from './aftersales/migrations/0050_aftersales.ts'
import { brands0002 } from './brands/migrations/0002_brands.ts'
import { brands0016 } from './brands/migrations/0016_first_settings.ts'
import { campaigns0063 } from './campaigns/migrations/0063_campaigns.ts'
import { campaigns0064 } from './campaigns/migrations/0064_campaign_stops.ts'
import { carts0009 } from './carts/migrations/0009_carts.ts'
import { carts0036 } from './carts/migrations/0036_carts.ts'
import { catalog0005 } from './catalog/migrations/0005_catalog.ts'
import { catalog0035 } from './catalog/migrations/0035_catalog.ts'
import { compliance0028 } from './compliance/migrations/0028_compliance.ts'
import { compliance0029 } from './compliance/migrations/0029_personal_notes.ts'
import { coupons0008 } from './coupons/migrations/0008_coupons.ts'
import { coupons0018 } from './coupons/migrations/0018_coupon_codes.ts'
import { flashSales0053 } from './flashsales/migrations/0053_flash_sales.ts'
import { groupBuys0054 } from './groupbuys/migrations/0054_group_buys.ts'
import { inventory0006 } from './inventory/migrations/0006_inventory.ts'
import { inventory0034 } from './inventory/migrations/0034_inventory.ts'
import { inventory0052 } from './inventory/migrations/0052_buckets.ts'
import type { Migration } from './kernel/migrate.ts'
import { kernel0001 } from './kernel/migrations/0001_kernel.ts'
import { kernel0014 } from './kernel/migrations/0014_event_order.ts'
import { kolShops0061 } from './kolshops/migrations/0061_kol_shops.ts'
import { kolShops0067 } from './kolshops/migrations/0067_kol_shop_prices.ts'
import { ledger0021 } from './ledger/migrations/0021_ledger.ts'
import { members0003 } from './members/migrations/0003_members.ts'
import { members0020 } from './members/migrations/0020_member_labels.ts'
import { orders0012 } from './orders/migrations/0012_orders.ts'
import { orders0019 } from './orders/migrations/0019_order_pricing.ts'
import { orders0047 } from './orders/migrations/0047_fulfilment.ts'
import { orders0048 } from './orders/migrations/0048_order_details.ts'
import { orders0062 } from './orders/migrations/0062_order_shops.ts'
import { payments0013 } from './payments/migrations/0013_payments.ts'
import { payments0040 } from './payments/migrations/0040_payment_providers.ts'
import { payments0066 } from './payments/migrations/0066_payment_sharing.ts'
import { points0010 } from './points/migrations/0010_points.ts'
import { points0015 } from './points/migrations/0015_grace_lots.ts'
import { points0022 } from './points/migrations/0022_points_rules.ts'
import { points0024 } from './points/migrations/0024_points_activities.ts'
import { points0025 } from './points/migrations/0025_points_mall.ts'
import { points0030 } from './points/migrations/0030_open_lots.ts'
import { points0046 } from './points/migrations/0046_lots_of_orders.ts'
import { presales0055 } from './presales/migrations/0055_presales.ts'
import { promotions0007 } from './promotions/migrations/0007_promotions.ts'
import { pricing0017 } from './promotions/migrations/0017_pricing.ts'
import { referrals0011 } from './referrals/migrations/0011_referrals.ts'
import { referrals0056 } from './referrals/migrations/0056_commission_holds.ts'
import { referrals0057 } from './referrals/migrations/0057_commission_rules.ts'
import { referrals0058 } from './referrals/migrations/0058_referral_tree.ts'
import { referrals0060 } from './referrals/migrations/0060_links.ts'
import { referrals0065 } from './referrals/migrations/0065_payout_shares.ts'
import { risk0059 } from './risk/migrations/0059_risk.ts'
import { storedValue0041 } from './storedvalue/migrations/0041_stored_value.ts'
import { tiers0004 } from './tiers/migrations/0004_tiers.ts'
import { tiers0026 } from './tiers/migrations/0026_growth.ts'
import { tiers0027 } from './tiers/migrations/0027_memberships.ts'
import { webhooks0042 } from './webhooks/migrations/0042_webhooks.ts'

/** All steps of the schema, oldest first. New ones go to the end. */
export const migrations: readonly Migration[] = [
  kernel0001,
  brands0002,
  members0003,
  tiers0004,
  catalog0005,
  inventory0006,
  promotions0007,
  coupons0008,
  carts0009,
  points0010,
  referrals0011,
  orders0012,
  payments0013,
  analyticsMigration,
  kernel0014,
  points0015,
  brands0016,
  pricing0017,
  coupons0018,
  orders0019,
  members0020,
  ledger0021,
  points0022,
  points0024,
  points0025,
  tiers0026,
  tiers0027,
  compliance0028,
  compliance0029,
  points0030,
  inventory0034,
  catalog0035,
  carts0036,
  payments0040,
  storedValue0041,
  webhooks0042,
  points0046,
  aftersales0050,
  inventory0052,
  flashSales0053,
  groupBuys0054,
  referrals0056,
  referrals0057,
  referrals0058,
  risk0059,
  analytics0101,
  analytics0102,
  duplicatesMigration,
  orders0047,
  orders0048,
  presales0055,
  referrals0060,
  kolShops0061,
  orders0062,
  campaigns0063,
  campaigns0064,
  referrals0065,
  payments0066,
  kolShops0067,
  analytics0103,
  analytics0104,
]
