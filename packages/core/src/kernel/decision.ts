/** A reason a rule says no. It is data, never thrown; `code` is part of the public contract. */
export type Refusal<Code extends string = string> = {
  readonly code: Code
  readonly detail?: Readonly<Record<string, unknown>>
}

/** What a rule concludes: the events to record, or the one reason it will not. */
export type Decision<Event, Code extends string> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refusal: Refusal<Code> }

/** The decision to let these events happen. */
export function accept<Event>(...events: readonly Event[]): { readonly ok: true; readonly events: readonly Event[] } {
  return { ok: true, events }
}

/** The decision to say no, with what the caller can act on. */
export function refuse<const Code extends string>(
  code: Code,
  detail?: Readonly<Record<string, unknown>>,
): { readonly ok: false; readonly refusal: Refusal<Code> } {
  return { ok: false, refusal: detail === undefined ? { code } : { code, detail } }
}
