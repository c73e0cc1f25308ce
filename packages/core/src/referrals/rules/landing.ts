import { type CodeKind, readReferralCode } from './codes.ts'

/** The parameter of a link that carries a referral code, and those beside it. */
const CODE_PARAM = 'ref'
const CHANNEL_PARAM = 'ch'
const PRODUCT_PARAM = 'p'
const MAX_VALUE = 64

/** How somebody came in, as the platform says it. */
export type Arrival =
  /** A page that was opened by its address. */
  | { readonly platform: 'web'; readonly url: string }
  /** A mini-program that was opened: what `wx.getEnterOptionsSync` and its like give. */
  | {
      readonly platform: 'mini_program'
      readonly query: Readonly<Record<string, string | undefined>>
      /** The number of the scene, such as 1007 for a card in a chat and 1047 for a code that was scanned. */
      readonly scene?: number | undefined
      readonly shareTicket?: string | undefined
      /** 1: a chat of two people 单聊, 2: of members of a company, 3: a group 群聊, 4: a group of a company. */
      readonly chatType?: number | undefined
    }

/** What an arrival says of who brought somebody. */
export type Landing = {
  readonly code: string
  /** Null for a code without a kind. */
  readonly kind: CodeKind | null
  readonly channel: string | null
  /** The product the link leads to. */
  readonly productId: string | null
  readonly via: 'link' | 'scan' | 'single_chat' | 'group_chat' | 'other'
}

/** Scenes in which a code was scanned or recognised: of the camera, of an album, by a long press. */
const SCAN_SCENES: readonly number[] = [1011, 1012, 1013, 1025, 1031, 1032, 1047, 1048, 1049]

/**
 * Who brought somebody, as far as what they opened says so; null when it names nobody or the code has a slip. Pure: the
 * platform's own objects are read by who calls it. Nothing that could tell a person from another is kept.
 */
export function landing(arrival: Arrival): Landing | null {
  const read = arrival.platform === 'web' ? paramsOfUrl(arrival.url) : paramsOfScene(arrival.query)
  const found = readReferralCode(read(CODE_PARAM) ?? '')
  if (found.form !== 'sound' && found.form !== 'plain') return null
  return {
    code: found.code,
    kind: found.form === 'sound' ? found.kind : null,
    channel: bounded(read(CHANNEL_PARAM)),
    productId: bounded(read(PRODUCT_PARAM)),
    via: arrival.platform === 'web' ? 'link' : viaOf(arrival),
  }
}

type Params = (name: string) => string | undefined

function paramsOfUrl(url: string): Params {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? ''
  return (name) => valueIn(query, name)
}

/** What a mini-program was opened with: parameters of a page, or one `scene` that holds all of them, at most 32 long. */
function paramsOfScene(query: Readonly<Record<string, string | undefined>>): Params {
  const scene = decoded(query['scene'] ?? '')
  return (name) => query[name] ?? valueIn(scene, name)
}

function valueIn(query: string, name: string): string | undefined {
  const found = query.split('&').find((part) => part.startsWith(`${name}=`))
  return found === undefined ? undefined : decoded(found.slice(name.length + 1))
}

/** A text that was never encoded properly stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function bounded(value: string | undefined): string | null {
  return value !== undefined && /^[\w.:-]{1,64}$/.test(value) && value.length <= MAX_VALUE ? value : null
}

function viaOf({ scene = 0, chatType, shareTicket }: Extract<Arrival, { platform: 'mini_program' }>): Landing['via'] {
  if (chatType === 1 || chatType === 2) return 'single_chat'
  if (chatType === 3 || chatType === 4 || shareTicket !== undefined) return 'group_chat'
  return SCAN_SCENES.includes(scene) ? 'scan' : 'other'
}
