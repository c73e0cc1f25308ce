export type { CodeKind, MembersContract } from './contract.ts'
export {
  getMember,
  ImportedMember,
  ImportMemberInput,
  importMember,
  listMembers,
  MintSessionInput,
  membersContract,
  mintSession,
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
  CheckAddressFacts,
  CheckCodeFacts,
  EnterByCodeFacts,
  EnterFacts,
  JoinFacts,
  RefreshFacts,
} from './rules.ts'
export {
  bringIn,
  checkAddress,
  checkCode,
  endSession,
  enter,
  enterByCode,
  join,
  normalizeAddress,
  openSession,
  refresh,
  updateName,
} from './rules.ts'
export type { MemberEvent, MemberJoined, ProfileUpdated, SessionEnded, SessionOpened } from './schema.ts'
export { Identity, IdentityKind, Member, MemberRow, MemberSession } from './schema.ts'
