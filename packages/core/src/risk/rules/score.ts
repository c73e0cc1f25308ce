import { dayMs } from '../../kernel/index.ts'
import { floorRatio } from '../../money/index.ts'
import type { RiskReason, RiskReasonCode, RiskSettings } from '../operator-schema.ts'
import type { MarkKind, RiskClass } from '../schema.ts'
import { alikeTeam, chainLength, companyOf, ownAccounts, type RiskPerson, ringSize, sharedMarks } from './people.ts'

/** What is known around one commission. Nothing in it says who anybody is. */
export type RiskFacts = {
  readonly payeeId: string
  readonly buyerId: string
  /** The payee, the buyer, those above the buyer, some of the team, and who shares rare marks with them. */
  readonly people: readonly RiskPerson[]
  /** How many were bound to the buyer's referrer within half an hour and half a day before and after the buyer. */
  readonly hourCount: number
  readonly dayCount: number
  /** Orders whose commission was released to the payee, and those of them of which something came back after that. */
  readonly releasedCount: number
  readonly lateRefundCount: number
}

/** How much a commission looks as if nobody had been brought: 0 to 100, and why. */
export type RiskScore = { readonly score: number; readonly reasons: readonly RiskReason[] }

const MINUTE_MS = 60_000

/** What as many share as live in a household says most; what an office or a shop's tablet is shared by, little. */
const HOUSEHOLD = 8
const OFFICE = 20

const pointsOfMark: Readonly<Record<MarkKind, number>> = { identity: 85, payer: 70, device: 50, phone: 40, address: 20 }

/**
 * Scores one commission. Each reason counts alone; together they leave over what none of them takes: 100 − Π(100 −
 * points). So no single weak reason holds anything, and the order of reasons does not matter.
 */
export function scoreCommission(facts: RiskFacts, settings: RiskSettings): RiskScore {
  const payee = facts.people.find(({ memberId }) => memberId === facts.payeeId)
  const buyer = facts.people.find(({ memberId }) => memberId === facts.buyerId)
  if (payee === undefined || buyer === undefined) return { score: 0, reasons: [] }
  const reasons = [
    ...personReasons(payee, buyer),
    ...habitReasons(facts, payee, buyer),
    ...ringReasons(facts, payee, buyer),
    ...teamReasons(facts, buyer),
    ...speedReasons(facts, settings),
    ...refundReasons(facts, buyer, settings),
  ].toSorted((left, right) => right.points - left.points)
  return { score: together(reasons), reasons }
}

/** The score of several reasons. */
export function together(reasons: readonly Pick<RiskReason, 'points'>[]): number {
  const leftOver = reasons.reduce((left, { points }) => floorRatio(left, 100 - points, 100), 1_000_000)
  return 100 - floorRatio(leftOver, 1, 10_000)
}

function reason(code: RiskReasonCode, points: number, count: number): readonly RiskReason[] {
  return points === 0 ? [] : [{ code, points, count }]
}

function personReasons(payee: RiskPerson, buyer: RiskPerson): readonly RiskReason[] {
  return sharedMarks(payee, buyer).flatMap(({ kind, memberCount }) =>
    reason(`same_${kind}`, spread(pointsOfMark[kind], memberCount), memberCount),
  )
}

/** Who has bought through an account of their own before is trusted less with what families share. */
function habitReasons({ people }: RiskFacts, payee: RiskPerson, buyer: RiskPerson): readonly RiskReason[] {
  const count = sharedMarks(payee, buyer).length === 0 ? 0 : ownAccounts(people, payee, buyer.memberId)
  return reason('own_accounts', count === 0 ? 0 : 30, count)
}

function spread(points: number, memberCount: number): number {
  if (memberCount <= HOUSEHOLD) return points
  return floorRatio(points, 1, memberCount <= OFFICE ? 2 : 4)
}

/** Being one person is said by what is shared; a ring is what is left when nothing is shared directly. */
function ringReasons({ people }: RiskFacts, payee: RiskPerson, buyer: RiskPerson): readonly RiskReason[] {
  const size = ringSize(people, buyer.memberId, payee.memberId)
  const isDirect = sharedMarks(payee, buyer).some(({ kind }) => kind !== 'address')
  return size === 0 || (size === 1 && isDirect) ? [] : reason('ring', 65, size)
}

/** So many of a team are alike that they can hardly be a family. */
const ALIKE_COUNT = 4
/** So many that whoever came among them is looked at as well. */
const CROWD_COUNT = 6

function teamReasons({ people }: RiskFacts, buyer: RiskPerson): readonly RiskReason[] {
  const company = companyOf(people, buyer, 2 * dayMs)
  if (company.length < ALIKE_COUNT) return []
  const own = alikeTeam(company, buyer)
  if (own.memberCount >= ALIKE_COUNT && own.kindCount > 1) return reason('alike_team', 70, own.memberCount)
  // Who has nothing in common with a company most of which is of one hand is likely of that hand, too.
  const crowd = company
    .map((centre) => alikeTeam(company, centre))
    .find(({ memberCount, kindCount }) => {
      return memberCount >= CROWD_COUNT && kindCount > 1 && memberCount * 2 >= company.length
    })
  if (crowd !== undefined) return reason('alike_team', 60, crowd.memberCount)
  return reason('alike_team', own.memberCount >= ALIKE_COUNT ? 35 : 0, own.memberCount)
}

function speedReasons(facts: RiskFacts, { burstCount, chainMinutes }: RiskSettings): readonly RiskReason[] {
  const linkCount = chainLength(facts.people, facts.buyerId, chainMinutes * MINUTE_MS)
  const rush = Math.max(floorRatio(facts.hourCount, 100, burstCount), floorRatio(facts.dayCount, 20, burstCount))
  return [
    ...reason('fast_chain', linkCount < 3 ? 0 : Math.min(60, 20 + 10 * (linkCount - 2)), linkCount),
    ...reason('join_burst', rush < 100 ? 0 : rush < 300 ? 20 : 35, facts.hourCount),
  ]
}

/** Too few orders say nothing of anybody. */
const FEWEST_ORDERS = 4

function refundReasons(facts: RiskFacts, buyer: RiskPerson, { refundBps }: RiskSettings): readonly RiskReason[] {
  const team = facts.people.filter(({ referrerId, orderCount }) => referrerId === buyer.referrerId && orderCount > 0)
  const [paid, back] = [sum(team, 'orderCount'), sum(team, 'refundedCount')]
  const isSeveral = team.filter(({ refundedCount }) => refundedCount > 1).length > 1
  const isTeam = isSeveral && paid >= FEWEST_ORDERS + 2 && shareOf(back, paid) >= refundBps
  const own = shareOf(buyer.refundedCount, buyer.orderCount)
  const isBuyer = buyer.orderCount >= FEWEST_ORDERS && own >= refundBps
  const late = shareOf(facts.lateRefundCount, facts.releasedCount)
  const isLate = facts.lateRefundCount > 1 && late >= floorRatio(refundBps, 1, 2)
  return [
    ...reason('buyer_refunds', isBuyer ? (own >= 8_000 ? 45 : 35) : 0, buyer.refundedCount),
    // Who keeps what they buy is not doubted for those beside them.
    ...reason('team_refunds', isTeam && own >= floorRatio(refundBps, 1, 2) ? 45 : 0, back),
    ...reason('late_refunds', isLate ? 45 : 0, facts.lateRefundCount),
  ]
}

function shareOf(count: number, of: number): number {
  return of === 0 ? 0 : floorRatio(count, 10_000, of)
}

function sum(people: readonly RiskPerson[], of: 'orderCount' | 'refundedCount'): number {
  return people.reduce((total, person) => total + person[of], 0)
}

const classOf: Readonly<Record<RiskReasonCode, RiskClass>> = {
  ...{ same_identity: 'same_person', same_payer: 'same_person', same_phone: 'same_person' },
  ...{ same_device: 'same_person', same_address: 'same_person', own_accounts: 'same_person' },
  ...{ ring: 'linked_accounts', alike_team: 'linked_accounts', fast_chain: 'speed', join_burst: 'speed' },
  ...{ buyer_refunds: 'refunds', team_refunds: 'refunds', late_refunds: 'refunds' },
}

/** What a promoter is told of the reasons, the heaviest first. */
export function classesOf(reasons: readonly RiskReason[]): readonly RiskClass[] {
  return [...new Set(reasons.map(({ code }) => classOf[code]))]
}
