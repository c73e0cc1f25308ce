export type { Landed } from './contract/links.ts'
export {
  CreateOwnLinkInput,
  closeOwnLink,
  createOwnLink,
  LandInput,
  LinkRef,
  land,
  listOwnLinks,
} from './contract/links.ts'
export { listWithdrawals, WithdrawInput, withdraw } from './contract/withdrawals.ts'
export type { ReferralsContract, TeamMember } from './contract.ts'
export {
  BindReferralInput,
  bindReferral,
  getCommission,
  getReferral,
  listCommissions,
  listTeam,
  referralsContract,
  TeamInput,
} from './contract.ts'
export type {
  CommissionAccrued,
  CommissionCleared,
  CommissionConfigured,
  CommissionFrozen,
  CommissionHeld,
  CommissionReleased,
  CommissionReversed,
  CommissionWithheld,
  MemberBound,
  ReferralEvent,
} from './events.ts'
export type { LinkClosed, LinkCreated, LinkEvent, LinkReopened, LinkVisited } from './links.ts'
export { LinkDay, LinkTarget, MAX_DAY_VISITS, MAX_OWN_LINKS, ShareLink, VISIT_DAYS } from './links.ts'
export { CommissionPlan } from './operator-schema.ts'
export type { LinkDayList } from './operators/links.ts'
export {
  CreateLinkInput,
  closeLink,
  createLink,
  LinkDaysInput,
  ListLinksInput,
  linkDays,
  listLinks,
  MAX_LINK_DAYS,
} from './operators/links.ts'
export type { CommissionRuleList } from './operators/rates.ts'
export { getCommissionPlan, listCommissionRules, saveCommissionRule } from './operators/rates.ts'
export type { Assigned } from './operators/tree.ts'
export {
  AssignReferrerInput,
  assignReferrer,
  DownlineInput,
  getDownline,
  getUpline,
  TreeMember,
  TreePage,
  UplineInput,
} from './operators/tree.ts'
export {
  ApproveWithdrawalInput,
  approveWithdrawal,
  batchWithdrawals,
  listPayouts,
  MAX_BATCH,
  PayoutBatch,
  PayoutRow,
  PayoutsInput,
  RejectWithdrawalInput,
  rejectWithdrawal,
  SettleWithdrawalInput,
  settleWithdrawal,
} from './operators/withdrawals.ts'
export type { ReferralsAdminContract, TreeNode } from './operators.ts'
export {
  CommissionHold,
  CommissionKey,
  clearCommission,
  configureCommission,
  getReferralTree,
  HoldCommissionInput,
  holdCommission,
  ReferralTree,
  referralsAdminContract,
} from './operators.ts'
export type { CommissionCounter, CommissionRuleSaved, FrozenRule } from './rates.ts'
export { CommissionCaps, CommissionRate, CommissionRule } from './rates.ts'
export type { AccrueFacts, CommissionRange, GrantedBefore, SoldLine } from './rules/accrue.ts'
export { accrue, commissionRange, uplines } from './rules/accrue.ts'
export type { AssignFacts, BindFacts, Bound, ReferralFacts } from './rules/binding.ts'
export { assign, bind, bindAtJoin, enterByCodeWithReferral, isValid, joinWithReferral } from './rules/binding.ts'
export type { CodeKind, ReadCode } from './rules/codes.ts'
export { readReferralCode, referralCode } from './rules/codes.ts'
export type {
  CommissionFacts,
  FreezeFacts,
  KeptLine,
  Payees,
  Promoter,
  ReleaseFacts,
  ReverseFacts,
} from './rules/commission.ts'
export { configure, freeze, payees, release, reverse, withhold } from './rules/commission.ts'
export type { ClearFacts, HoldFacts } from './rules/hold.ts'
export { clear, hold } from './rules/hold.ts'
export type { Arrival, Landing } from './rules/landing.ts'
export { landing } from './rules/landing.ts'
export type { CloseLinkFacts, CreateLinkFacts, CreateOwnLinkFacts, VisitFacts } from './rules/links.ts'
export { closeOpenLink, createBrandLink, createPersonalLink, visit } from './rules/links.ts'
export type { ChooseFacts, ChosenRule, SaveRuleFacts } from './rules/rates.ts'
export { chooseRules, MAX_COMMISSION_RULES, saveRule } from './rules/rates.ts'
export type { NoteReturnFacts, ReturnShareFacts, ShareSource, SplitFacts } from './rules/share.ts'
export { askBack, noteShareReturn, split } from './rules/share.ts'
export { commissionCsv } from './rules/statement.ts'
export type {
  ApproveFacts,
  NotePayoutFacts,
  RejectFacts,
  SettleFacts,
  WithdrawalFee,
  WithdrawFacts,
} from './rules/withdraw.ts'
export {
  approve,
  batch,
  dropWithdrawals,
  noteOutcome,
  payoutCsv,
  payoutMinor,
  reject,
  settle,
  takeOut,
  withdrawalAfter,
  withdrawalFee,
} from './rules/withdraw.ts'
export type { CommissionLine, CommissionRounding, CountedCommission, DepthAcknowledgement, Upline } from './schema.ts'
export {
  BindingTerms,
  Commission,
  CommissionBalance,
  CommissionState,
  firstBindingTerms,
  HoldReason,
  Referral,
} from './schema.ts'
export type { ShareEvent, ShareFacts, SharePaid } from './shares.ts'
export { MAX_SHARES } from './shares.ts'
export type { SplitPayoutInput } from './system.ts'
export {
  NoteReturnInput,
  notePayout,
  noteReturn,
  PayoutNote,
  ReleaseCommissionInput,
  ReleasedCommission,
  releaseCommission,
  returnShare,
  ShareRef,
  ShareReturn,
  splitPayout,
} from './system.ts'
export type { WithdrawalEvent, WithdrawalRequested } from './withdrawals.ts'
export { firstWithdrawalTerms, Withdrawal, WithdrawalStatus, WithdrawalTerms } from './withdrawals.ts'
