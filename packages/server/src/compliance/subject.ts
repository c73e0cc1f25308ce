import {
  type AgeBand,
  ageBandOf,
  type ConsentReceipt,
  type Policy,
  type ProcessFacts,
  type SetConsentFacts,
} from '@siyu/core/compliance'
import { type BrandRow, loadBrand, zoneOffsetMinutes } from '../brands/index.ts'
import { type Call, memberOrNull } from '../kernel/call.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import { type ConsentFact, loadConsents, loadPolicies, loadStanding, type StandingRow } from './store.ts'

export type Subject = NonNullable<SetConsentFacts['subject']>

/** Whose consents a call is about: the member who calls, else the device it names. */
export function subjectOf(call: Call, { visitorId }: { readonly visitorId?: string | undefined }): Subject | undefined {
  const memberId = memberOrNull(call)
  if (memberId !== null) return { memberId }
  return visitorId === undefined ? undefined : { visitorId }
}

/** The id under which a subject's consents stand. */
export function idOf(subject: Subject | undefined): string | undefined {
  if (subject === undefined) return undefined
  return 'memberId' in subject ? subject.memberId : subject.visitorId
}

type ProcessingLoads = {
  readonly consents: Load<readonly ConsentFact[]>
  readonly policies: Load<readonly Policy[]>
  readonly standing: Load<StandingRow | undefined>
  readonly brand: Load<BrandRow | undefined>
}

/** What decides whether data of somebody may be used. */
export function loadProcessing(call: Call, subject: Subject | undefined): ProcessingLoads {
  const memberId = subject !== undefined && 'memberId' in subject ? subject.memberId : undefined
  return {
    consents: loadConsents(call, idOf(subject)),
    policies: loadPolicies(call),
    standing: loadStanding(call, memberId),
    brand: loadBrand(call),
  }
}

export type ProcessingRows = Loaded<ProcessingLoads>

/** Minutes the brand's business time is ahead of UTC at a moment. */
export function offsetOf(brand: { readonly timeZone: string } | undefined, now: number): number {
  return zoneOffsetMinutes(brand?.timeZone ?? 'UTC', now)
}

/** The rows as the rules want them. */
export function processFacts({ consents, policies, standing, brand }: ProcessingRows, now: number): ProcessFacts {
  const ageBand: AgeBand = ageBandOf(standing?.birthday ?? null, now, offsetOf(brand, now))
  return { consents, policies, ageBand, isLeaving: standing?.isLeaving === true }
}

type Recorded = { readonly type: string } & Omit<ConsentReceipt, 'at'> & { readonly saidAt: number }

/** The facts after what was just said, without reading them again. */
export function factsAfter(facts: ProcessFacts, events: readonly Recorded[]): ProcessFacts {
  const said = events.map(({ about, granted, policyVersion, saidAt: at }) => ({ about, granted, policyVersion, at }))
  const kept = facts.consents.filter(({ about }) => !said.some((each) => each.about === about))
  return { ...facts, consents: [...kept, ...said] }
}
