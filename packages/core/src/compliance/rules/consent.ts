import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { adoptConsents, setConsent } from '../contract.ts'
import type { ConsentRecorded, VisitorConsentRecorded } from '../events.ts'
import type { ConsentReceipt } from '../operator-schema.ts'
import type { setMemberConsent } from '../operators.ts'
import {
  type AgeBand,
  allPurposes,
  type Consent,
  type ConsentAbout,
  type ConsentList,
  type ConsentRow,
  type ConsentSource,
  type ConsentState,
  type Policy,
  type Purpose,
} from '../schema.ts'
import { mayTakePart } from './age.ts'

/** What is known of somebody when their data is to be used. */
export type ProcessFacts = {
  /** Their last words, one for each purpose they said something about. */
  readonly consents: readonly Consent[]
  /** All versions of the policy, in any order. */
  readonly policies: readonly Policy[]
  readonly ageBand: AgeBand
  /** Their account is being closed, or is closed. */
  readonly isLeaving: boolean
}

/** Why data may not be used. */
export type ProcessRefusal = 'leaving' | 'guardian_missing' | 'minor' | 'unasked' | 'withdrawn' | 'outdated'

/** Yes with the reason that carries it (PIPL art. 13), or the first reason why not. */
export type Permission =
  | { readonly ok: true; readonly basis: 'contract' | 'consent' }
  | { readonly ok: false; readonly reason: ProcessRefusal }

const no = (reason: ProcessRefusal): Permission => ({ ok: false, reason })

/**
 * Whether data of somebody may be used for a purpose at a moment. To be asked each time, not remembered: a withdrawal
 * counts from the moment it was said. `service` is what the member asked for and rests on the contract.
 */
export function mayProcess(facts: ProcessFacts, purpose: Purpose, now: number): Permission {
  if (facts.isLeaving) return no('leaving')
  if (facts.ageBand === 'child' && !isGuarded(facts.consents)) return no('guardian_missing')
  if (!isForAge(facts.ageBand, purpose)) return no('minor')
  if (purpose === 'service') return { ok: true, basis: 'contract' }
  const state = consentState(facts, purpose, now)
  return state === 'granted' ? { ok: true, basis: 'consent' } : no(state)
}

function isGuarded(consents: readonly Consent[]): boolean {
  return consents.some(({ about, granted }) => about === 'guardian' && granted)
}

function isForAge(ageBand: AgeBand, purpose: Purpose): boolean {
  if (purpose === 'personalisation') return mayTakePart(ageBand, 'personalisation')
  return !purpose.startsWith('marketing.') || mayTakePart(ageBand, 'automated_marketing')
}

/** The version of the policy that speaks of a purpose now: the last to come into force that changed it. */
export function currentPolicy(policies: readonly Policy[], about: ConsentAbout, now: number): Policy | undefined {
  const purpose = about === 'guardian' ? 'service' : about
  return policies.reduce<Policy | undefined>((latest, policy) => {
    if (policy.effectiveFrom > now || !policy.purposes.includes(purpose)) return latest
    return latest === undefined || isLater(policy, latest) ? policy : latest
  }, undefined)
}

function isLater(one: Policy, other: Policy): boolean {
  if (one.effectiveFrom !== other.effectiveFrom) return one.effectiveFrom > other.effectiveFrom
  return one.version > other.version
}

/** Where the consent to a purpose stands. A no stays a no, whatever the policy says later. */
export function consentState(
  { consents, policies }: Pick<ProcessFacts, 'consents' | 'policies'>,
  about: ConsentAbout,
  now: number,
): ConsentState {
  const said = consents.find((consent) => consent.about === about)
  if (said === undefined) return 'unasked'
  if (!said.granted) return 'withdrawn'
  const current = currentPolicy(policies, about, now)
  return current === undefined || current.version === said.policyVersion ? 'granted' : 'outdated'
}

/** All purposes as a page shows them; the guardian's word only for a child, or once it was said. */
export function listConsents(facts: ProcessFacts, now: number): ConsentList {
  const { ageBand, consents, policies } = facts
  const withGuardian = ageBand === 'child' || consents.some(({ about }) => about === 'guardian')
  const items = [...allPurposes, ...(withGuardian ? (['guardian'] as const) : [])].map((about) =>
    rowOf(facts, about, now),
  )
  const current = items.flatMap(({ currentVersion }) => policies.filter(({ version }) => version === currentVersion))
  return { items, policies: [...new Set(current)], ageBand }
}

function rowOf(facts: ProcessFacts, about: ConsentAbout, now: number): ConsentRow {
  const said = facts.consents.find((consent) => consent.about === about)
  const state = consentState(facts, about, now)
  return {
    about,
    state,
    at: said?.at ?? null,
    policyVersion: said?.policyVersion ?? null,
    currentVersion: currentPolicy(facts.policies, about, now)?.version ?? null,
    allowed: about === 'guardian' ? state === 'granted' : mayProcess(facts, about, now).ok,
  }
}

/** How and where something was said. No personal data. */
export type Saying = {
  readonly granted: boolean
  readonly policyVersion?: string | undefined
  readonly locale: string
  readonly screen: string
}

export type SetConsentFacts = ProcessFacts & {
  /** Who says it; undefined when the call names nobody. */
  readonly subject: { readonly memberId: string } | { readonly visitorId: string } | undefined
  readonly about: ConsentAbout
  readonly saying: Saying
  readonly source: ConsentSource
  readonly now: number
}

type SetCode = CodeOf<typeof setConsent>
type Recorded = ConsentRecorded | VisitorConsentRecorded

/**
 * Say yes or no to one purpose. A yes is to the version that holds now, and none is taken from somebody too young for
 * it; a no is always taken. The same word again is no event.
 */
export function record(facts: SetConsentFacts): Decision<Recorded, SetCode> {
  const { subject, about, saying, now } = facts
  if (subject === undefined) return refuse('subject_missing')
  if (about === 'service' && !saying.granted) return refuse('service_essential')
  const code = saying.granted ? whyNotGrant(facts) : undefined
  if (code !== undefined) return code
  const said = facts.consents.find((consent) => consent.about === about)
  if (said?.granted === saying.granted && isSameVersion(said, saying)) return accept()
  return accept(recorded(subject, about, saying, facts.source, now, said === undefined))
}

function isSameVersion(said: Consent, { granted, policyVersion }: Saying): boolean {
  return !granted || said.policyVersion === (policyVersion ?? null)
}

function whyNotGrant(facts: SetConsentFacts): Decision<never, SetCode> | undefined {
  const { about, saying, ageBand, policies, now } = facts
  const current = currentPolicy(policies, about, now)
  if (current === undefined) return refuse('policy_missing')
  if (current.version !== saying.policyVersion) return refuse('policy_outdated', { version: current.version })
  if (about === 'guardian') return undefined
  if (ageBand === 'child' && !isGuarded(facts.consents)) return refuse('guardian_missing')
  return isForAge(ageBand, about) ? undefined : refuse('member_minor')
}

function recorded(
  subject: NonNullable<SetConsentFacts['subject']>,
  about: ConsentAbout,
  { granted, policyVersion = undefined, locale, screen }: Saying,
  source: ConsentSource,
  saidAt: number,
  first: boolean,
): Recorded {
  const said = { about, granted, policyVersion: policyVersion ?? null, saidAt, locale, screen, source, first }
  if ('memberId' in subject) return { type: 'consent_recorded', ...subject, ...said }
  return { type: 'visitor_consent_recorded', ...subject, ...said }
}

/** An operator writes down what a member, or a child's guardian, said elsewhere. */
export function recordFor(
  facts: Omit<SetConsentFacts, 'subject' | 'source'> & { readonly memberId: string; readonly hasMember: boolean },
): Decision<Recorded, CodeOf<typeof setMemberConsent>> {
  if (!facts.hasMember) return refuse('member_missing')
  const decision = record({ ...facts, subject: { memberId: facts.memberId }, source: 'operator' })
  // An operator's call always names somebody.
  return decision as Decision<Recorded, Exclude<SetCode, 'subject_missing'>>
}

export type AdoptFacts = ProcessFacts & {
  readonly memberId: string
  /** The last words said on the device before signing in. */
  readonly visitor: readonly ConsentReceipt[]
}

/** What was said before signing in counts for the member where it is their last word; nobody is made older by it. */
export function adopt(facts: AdoptFacts): Decision<Recorded, CodeOf<typeof adoptConsents>> {
  const { memberId, visitor, consents, ageBand } = facts
  const events = visitor.flatMap((said) => {
    const own = consents.find(({ about }) => about === said.about)
    if (said.about === 'guardian' || (own !== undefined && own.at >= said.at)) return []
    if (said.granted && !(isForAge(ageBand, said.about) && (ageBand !== 'child' || isGuarded(consents)))) return []
    if (own?.granted === said.granted && own.policyVersion === said.policyVersion) return []
    const saying = { ...said, policyVersion: said.policyVersion ?? undefined }
    return [recorded({ memberId }, said.about, saying, 'visitor', said.at, own === undefined)]
  })
  return accept(...events)
}
