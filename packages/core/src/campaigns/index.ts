export type { Board, BoardRow, CampaignsContract, DrawnEntry, Winner } from './contract.ts'
export {
  CampaignInput,
  CampaignList,
  campaignsContract,
  EntriesInput,
  enterLottery,
  getBoard,
  getCampaign,
  getMyCampaign,
  LotteryTicket,
  listCampaigns,
  listEntries,
  listWinners,
  MAX_CAMPAIGNS,
  WinnerList,
} from './contract.ts'
export type {
  CampaignAwarded,
  CampaignEntered,
  CampaignEntryWithdrawn,
  CampaignEvent,
  CampaignOrderCounted,
  CampaignOrderPassed,
  CampaignPublished,
  CampaignRewardDue,
  CampaignRewardGiven,
  CampaignSaved,
  CampaignStopped,
} from './events.ts'
export type { CampaignRewardRow } from './operator-schema.ts'
export type { CampaignsAdminContract } from './operators.ts'
export {
  campaignsAdminContract,
  listAllCampaigns,
  listRewards,
  PublishedCampaign,
  publishCampaign,
  StopCampaignInput,
  StoppedCampaign,
  saveCampaign,
  stopCampaign,
} from './operators.ts'
export type { AwardFacts, EntryFacts } from './rules/award.ts'
export { award, drawOrder, isSeedOf, ticketOf } from './rules/award.ts'
export type { CountedBefore, CountOrderFacts, FriendOrder } from './rules/count.ts'
export { count } from './rules/count.ts'
export type { PublishFacts, SaveDraftFacts } from './rules/draft.ts'
export { publish, saveDraft } from './rules/draft.ts'
export type { EnterLotteryFacts } from './rules/enter.ts'
export { dropEntries, enterDraw } from './rules/enter.ts'
export type { GiveRewardFacts } from './rules/give.ts'
export { giveWon } from './rules/give.ts'
export type { StopFacts } from './rules/stop.ts'
export { awardedFrom, countsUntil, stop } from './rules/stop.ts'
export { isFirstOnly, placeCount, prizeOfPlace, prizesOf, worthMinor } from './rules/terms.ts'
export type {
  BoardBasis,
  BoardTerms,
  CampaignStop,
  InviteStep,
  InviteTerms,
  LotteryEntry,
  LotteryTerms,
  PrizeLeft,
  RewardStatus,
  RunningCampaign,
} from './schema.ts'
export {
  Campaign,
  CampaignReward,
  CampaignState,
  CampaignTerms,
  CampaignView,
  MAX_LOTTERY_MINOR,
  MAX_PLACES,
  MAX_PRIZES,
  MAX_WINNERS,
  MIN_RETURN_DAYS,
  MyCampaign,
  Prize,
  Reward,
} from './schema.ts'
export type { AwardedCampaign, CountedOrder, GivenReward } from './system.ts'
export { awardCampaign, countOrder, GiveRewardInput, giveReward } from './system.ts'
