export type { CodeKind, MembersContract } from './contract.ts'
export {
  getMember,
  membersContract,
  RefreshSessionInput,
  RequestCodeInput,
  RequestedCode,
  refreshSession,
  requestCode,
  SignedOut,
  SignInInput,
  signIn,
  signOut,
  UpdateProfileInput,
  updateProfile,
} from './contract.ts'
export type {
  MemberEvent,
  MemberJoined,
  MemberLabelled,
  ProfileUpdated,
  SessionEnded,
  SessionOpened,
} from './events.ts'
export { MAX_LABELS, MemberLabels, MemberRow } from './operator-schema.ts'
export type { MembersAdminContract } from './operators.ts'
export {
  getMemberLabels,
  ImportedMember,
  ImportMemberInput,
  importMember,
  labelMember,
  listMembers,
  MemberLabelsInput,
  MintSessionInput,
  membersAdminContract,
  mintSession,
} from './operators.ts'
export type {
  CheckAddressFacts,
  CheckCodeFacts,
  EnterByCodeFacts,
  EnterFacts,
  JoinFacts,
  LabelFacts,
  PresentFacts,
  ProfileFacts,
  RefreshFacts,
} from './rules.ts'
export {
  bringIn,
  changeProfile,
  checkAddress,
  checkCode,
  endSession,
  enter,
  enterByCode,
  hadPresent,
  isBirthdayMonth,
  join,
  label,
  normalizeAddress,
  openSession,
  PRESENT_DAYS,
  refresh,
} from './rules.ts'
export type { Labels } from './schema.ts'
export { Birthday, Identity, IdentityKind, Member, MemberSession } from './schema.ts'
