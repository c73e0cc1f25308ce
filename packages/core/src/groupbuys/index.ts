export type { GroupBuysContract } from './contract.ts'
export {
  CampaignRef,
  GroupOfferList,
  getTeam,
  groupBuysContract,
  joinTeam,
  listGroupBuys,
  listTeams,
  MAX_GROUP_CAMPAIGNS,
  MAX_TEAMS_SHOWN,
  myTeams,
  OpenTeamInput,
  openTeam,
  SeatInput,
  TeamList,
  TeamRef,
} from './contract.ts'
export type {
  GroupCampaignSaved,
  GroupEvent,
  GroupTeamExpired,
  GroupTeamFilled,
  GroupTeamJoined,
  GroupTeamOpened,
} from './events.ts'
export { GroupCampaignSales } from './operator-schema.ts'
export type { GroupBuysAdminContract } from './operators.ts'
export { groupBuysAdminContract, listGroupCampaigns, saveGroupCampaign } from './operators.ts'
export type {
  JoinFacts,
  OpenTeamFacts,
  SaveCampaignFacts,
  SeatOrder,
  SettleTeamFacts,
  TeamCommand,
  TeamFacts,
} from './rules.ts'
export { join, maskedName, open, saveCampaign, settle, teamMoves } from './rules.ts'
export type { TeamMember } from './schema.ts'
export { GroupCampaign, GroupOffer, GroupTeam, MAX_TEAM_SIZE, TeamState } from './schema.ts'
export { settleTeam, TeamSettled } from './system.ts'
