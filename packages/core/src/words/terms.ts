import type { Condition, Limits, Stacking, Terms } from '../promotions/index.ts'
import { writeCondition } from './conditions.ts'
import { writeEffect } from './effects.ts'
import { writeItems } from './items.ts'
import { type NameOf, type Writer, writerOf } from './writer.ts'

/**
 * What a promotion or coupon says, in one sentence of a person's language: `限「茶叶」类商品，金卡会员，满 ¥200 减 ¥20`.
 * `money` writes an amount in minor units the way the shop does, `nameOf` names what ids stand for.
 */
export function termsText(
  { conditions, items, effect }: Pick<Terms, 'conditions' | 'items' | 'effect'>,
  locale: string,
  money: (minor: number) => string,
  nameOf?: NameOf,
): string {
  const writer = writerOf(locale, money, nameOf)
  const plain = conditions.filter(isPlain)
  const rest = conditions.filter((condition) => !isPlain(condition))
  const isApart = rest.length === 1 || writer.pick('zh', 'en') === 'zh'
  const others = rest.map((each) => (isApart ? writeApart(each, writer) : writeCondition(each, writer)))
  const lines = writeItems(items, writer)
  const does = writeEffect(effect, writer)
  const froms = plain.map((each) => fromText(each, writer))
  return writer.pick(
    [lines === '' ? '' : `限${lines}`, ...others, [...froms, does].join(' ')].filter((part) => part !== '').join('，'),
    [
      [does, ...froms].join(does.includes(',') ? ', ' : ' '),
      lines === '' ? '' : ` on ${lines}`,
      others.length === 0 ? '' : `, if ${others.join(' and ')}`,
    ].join(''),
  )
}

/** A condition between commas: a group needs no brackets there. */
function writeApart(condition: Condition, writer: Writer): string {
  const text = writeCondition(condition, writer)
  const isGroup = (condition.kind === 'all' || condition.kind === 'any') && condition.of.length > 1
  return isGroup ? text.slice(1, -1) : text
}

type Plain = Extract<Condition, { readonly kind: 'subtotal_at_least' | 'quantity_at_least' }>

/** A threshold on the rule's own lines stands beside the effect: 满 200 减 20. */
function isPlain(condition: Condition): condition is Plain {
  if (condition.kind === 'subtotal_at_least') return condition.items === undefined && condition.base === undefined
  return condition.kind === 'quantity_at_least' && condition.items === undefined
}

function fromText(condition: Plain, { pick, money }: Writer): string {
  const reached =
    condition.kind === 'subtotal_at_least'
      ? money(condition.minor)
      : pick(`${condition.count} 件`, `${condition.count} pieces`)
  return pick(`满 ${reached}`, `from ${reached}`)
}

/** How a rule stands beside others; empty when it stacks with everything. */
export function stackingText(stacking: Stacking | null | undefined, locale: string): string {
  const { pick, list } = writerOf(locale, String)
  const { group, mode = 'stackable', exclusive, stackWith, neverWith } = stacking ?? {}
  const modes = {
    stackable: pick('全部叠加', 'all apply'),
    best: pick('只用最优惠的一个', 'only the best applies'),
    best_per_line: pick('每款商品只用最优惠的一个', 'on each line only the best applies'),
    first: pick('只用最先生效的一个', 'only the first applies'),
  }
  return [
    exclusive === true && pick('不与同层其他优惠同享', 'not together with others of its lane'),
    group !== undefined && pick(`「${group}」组内${modes[mode]}`, `in the group “${group}” ${modes[mode]}`),
    stackWith !== undefined && pick(`仅与「${list(stackWith)}」同享`, `only beside ${list(stackWith)}`),
    neverWith !== undefined && pick(`不与「${list(neverWith)}」同享`, `never beside ${list(neverWith)}`),
  ]
    .filter((part) => part !== false)
    .join(pick('；', '; '))
}

/** What a promotion may cost and how often it may be used; empty for no limits. */
export function limitsText(
  limits: Limits | null | undefined,
  locale: string,
  money: (minor: number) => string,
): string {
  const writer = writerOf(locale, money)
  const { pick } = writer
  const { maxUses, maxUsesPerMember, budgetMinor, period = 'ever' } = limits ?? {}
  const parts = [
    maxUsesPerMember !== undefined && pick(`每人限 ${maxUsesPerMember} 次`, `${maxUsesPerMember} per member`),
    maxUses !== undefined && pick(`共 ${maxUses} 单`, `${maxUses} orders in all`),
    budgetMinor !== undefined && pick(`预算 ${writer.money(budgetMinor)}`, `a budget of ${writer.money(budgetMinor)}`),
  ].filter((part) => part !== false)
  const every = {
    ever: '',
    day: pick('每天', ' a day'),
    week: pick('每周', ' a week'),
    month: pick('每月', ' a month'),
  }
  if (parts.length === 0) return ''
  return pick(`${every[period]}${parts.join('，')}`, `${parts.join(', ')}${every[period]}`)
}
