import { constants, type KeyObject, privateDecrypt } from 'node:crypto'
import { type Answer, good, no } from './api.fixture.ts'

/** What the double keeps of a part that was asked for. */
export type SharedPart = { readonly type: string; readonly account: string; readonly amount: number }
export type Sharing = {
  readonly transactionId: string
  readonly receivers: readonly SharedPart[]
  readonly finished: boolean
  /** Nothing of it was paid. */
  readonly closed: boolean
}

/** The books of profit sharing, and what goes wrong in them. */
export type SharingBooks = {
  readonly sharings: Map<string, Sharing>
  /** Registered receivers with their names, as far as they were told. */
  readonly receivers: Map<string, string | undefined>
  readonly returns: Map<string, { readonly sharingId: string; readonly account: string; readonly amount: number }>
  readonly sharingFaults: {
    shareResult: 'SUCCESS' | 'PENDING' | 'CLOSED'
    returnResult: 'PROCESSING' | 'SUCCESS' | 'FAILED'
    /** Accounts that cannot be registered. */
    readonly refused: Set<string>
  }
}

export function newSharingBooks(): SharingBooks {
  return {
    ...{ sharings: new Map(), receivers: new Map(), returns: new Map() },
    sharingFaults: { shareResult: 'SUCCESS', returnResult: 'SUCCESS', refused: new Set() },
  }
}

/** Bodies as the public API names their fields. */
export type SharingBody = {
  readonly appid?: string
  readonly transaction_id?: string
  readonly out_order_no: string
  readonly out_return_no?: string
  readonly return_mchid?: string
  readonly amount: number
  readonly description?: string
  readonly unfreeze_unsplit: boolean
  readonly receivers: readonly SharedPart[]
  readonly type?: string
  readonly account?: string
  readonly name?: string
  readonly relation_type?: string
}

export type SharingWorld = {
  readonly books: SharingBooks
  readonly appId: string
  /** The payment of a number, when it was marked for sharing. */
  readonly paid: { readonly totalMinor: number; readonly profitSharing: boolean } | undefined
  /** The key of the serial number that the request names. */
  readonly privateKey: KeyObject | undefined
}

/** The most of a payment that is shared, in tenths. */
const MAX_TENTHS = 3

export function sharingAnswer(world: SharingWorld, method: string, url: URL, body: SharingBody): Answer {
  const { books, paid } = world
  const { pathname } = url
  if (pathname.endsWith('/receivers/add')) return receiverAnswer(world, body)
  if (pathname.includes('return-orders')) return returnAnswer(books, method, url, body)
  if (method === 'GET') {
    if (!url.searchParams.get('transaction_id')) return no(400, 'PARAM_ERROR')
    return known(books, pathname.split('/').at(-1) ?? '')
  }
  if (!/^[\w|*@-]{1,64}$/.test(body.out_order_no)) return no(400, 'PARAM_ERROR')
  if (paid === undefined || !paid.profitSharing) return no(403, 'NO_AUTH')
  const before = books.sharings.get(body.out_order_no)
  if (before !== undefined) return known(books, body.out_order_no)
  const others = [...books.sharings.values()].filter(({ transactionId }) => transactionId === body.transaction_id)
  if (others.some(({ finished }) => finished) && !pathname.endsWith('unfreeze')) return no(403, 'NOT_ENOUGH')
  const transactionId = body.transaction_id ?? ''
  if (pathname.endsWith('unfreeze')) {
    if (!body.description) return no(400, 'PARAM_ERROR')
    books.sharings.set(body.out_order_no, { transactionId, receivers: [], finished: true, closed: false })
    return known(books, body.out_order_no)
  }
  if (body.appid !== world.appId || body.receivers.some(({ account }) => !books.receivers.has(account))) {
    return no(400, 'INVALID_REQUEST')
  }
  const parts = [...others.flatMap(({ receivers, closed }) => (closed ? [] : receivers)), ...body.receivers]
  const total = parts.reduce((sum, { amount }) => sum + amount, 0)
  if (total * 10 > paid.totalMinor * MAX_TENTHS) return no(403, 'RULE_LIMIT')
  const receivers = body.receivers.map(({ type, account, amount }) => ({ type, account, amount }))
  const closed = books.sharingFaults.shareResult === 'CLOSED'
  books.sharings.set(body.out_order_no, { transactionId, receivers, finished: body.unfreeze_unsplit, closed })
  return known(books, body.out_order_no)
}

function known({ sharings, sharingFaults }: SharingBooks, id: string): Answer {
  const sharing = sharings.get(id)
  if (sharing === undefined) return no(404, 'RESOURCE_NOT_EXISTS')
  const paid = sharingFaults.shareResult === 'PENDING' ? 'PENDING' : 'SUCCESS'
  const result = sharing.closed ? 'CLOSED' : paid
  const receivers = sharing.receivers.map((each) => ({ ...each, result }))
  return good({ out_order_no: id, state: result === 'PENDING' ? 'PROCESSING' : 'FINISHED', receivers })
}

/** A person by openid; a merchant by number, with the name sealed for the provider. */
function receiverAnswer({ books, appId, privateKey }: SharingWorld, body: SharingBody): Answer {
  const { account = '', type, name } = body
  if (body.appid !== appId || !['DISTRIBUTOR', 'STORE', 'STAFF'].includes(body.relation_type ?? '')) {
    return no(400, 'PARAM_ERROR')
  }
  if (books.sharingFaults.refused.has(account)) return no(400, 'INVALID_REQUEST')
  const isPerson = type === 'PERSONAL_OPENID' && /^o[\w-]{5,127}$/.test(account)
  if (!isPerson && !(type === 'MERCHANT_ID' && /^\d{6,32}$/.test(account))) return no(400, 'PARAM_ERROR')
  if (!isPerson && (name === undefined || privateKey === undefined)) return no(400, 'PARAM_ERROR')
  const opened =
    name === undefined || privateKey === undefined
      ? undefined
      : privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, Buffer.from(name, 'base64'))
  books.receivers.set(account, opened?.toString())
  return good({ type, account, relation_type: body.relation_type })
}

function returnAnswer(books: SharingBooks, method: string, { pathname, searchParams }: URL, body: SharingBody): Answer {
  const { returnResult: result } = books.sharingFaults
  if (method === 'GET') {
    if (!searchParams.get('out_order_no')) return no(400, 'PARAM_ERROR')
    return books.returns.has(pathname.split('/').at(-1) ?? '') ? good({ result }) : no(404, 'RESOURCE_NOT_EXISTS')
  }
  const { out_order_no: sharingId, out_return_no = '', return_mchid: account = '', amount } = body
  const part = books.sharings.get(sharingId)?.receivers.find((each) => each.account === account)
  if (part?.type !== 'MERCHANT_ID' || !(amount > 0) || !body.description) return no(400, 'PARAM_ERROR')
  const before = books.returns.get(out_return_no)
  if (before !== undefined && before.amount !== amount) return no(400, 'INVALID_REQUEST')
  const others = [...books.returns].filter(([id, each]) => id !== out_return_no && each.sharingId === sharingId)
  if (others.reduce((sum, [, each]) => sum + each.amount, amount) > part.amount) return no(403, 'NOT_ENOUGH')
  books.returns.set(out_return_no, { sharingId, account, amount })
  return good({ result: before === undefined ? 'PROCESSING' : result })
}
