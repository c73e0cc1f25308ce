import type { Effect, Off } from '../promotions/index.ts'
import { writeItems } from './items.ts'
import { foldText, type NameOf, percentText, type Writer, writerOf } from './writer.ts'

/** What a rule does: `减 ¥20`, `¥20 off`. */
export function effectText(effect: Effect, locale: string, money: (minor: number) => string, nameOf?: NameOf): string {
  return writeEffect(effect, writerOf(locale, money, nameOf))
}

/** An effect of one of these kinds. */
type Of<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>

/** {@link effectText} by a writer that is there already. */
export function writeEffect(effect: Effect, writer: Writer): string {
  switch (effect.kind) {
    case 'amount_off':
    case 'percent_off':
    case 'set_price':
      return perText(effect, writer) + choiceText(effect, writer)
    case 'ladder':
      return ladderText(effect, writer)
    case 'every_full':
      return everyText(effect, writer)
    case 'buy_get':
      return buyGetText(effect, writer)
    case 'bundle_price':
      return bundleText(effect, writer)
    case 'gift':
      return giftText(effect, writer)
    case 'shipping_off':
      return shippingText(effect, writer)
  }
}

function offText(off: Off, { pick, money }: Writer): string {
  if ('minor' in off) return pick(`减 ${money(off.minor)}`, `${money(off.minor)} off`)
  return off.bps === 10_000 ? pick('免费', 'free') : pick(foldText(off.bps), `${percentText(off.bps)} off`)
}

function capText(capMinor: number | null | undefined, { pick, money }: Writer): string {
  if (capMinor === null || capMinor === undefined) return ''
  return pick(`，最多减 ${money(capMinor)}`, `, at most ${money(capMinor)}`)
}

function timesText(maxTimes: number | null | undefined, { pick }: Writer): string {
  if (maxTimes === null || maxTimes === undefined) return ''
  return pick(`，最多 ${maxTimes} 次`, `, at most ${maxTimes} times`)
}

function perText(effect: Of<'amount_off' | 'percent_off' | 'set_price'>, writer: Writer): string {
  const { pick, money } = writer
  const per = effect.per ?? 'order'
  if (effect.kind === 'set_price') {
    const price = money(effect.minor)
    if (per === 'order') return pick(`合计 ${price}`, `${price} altogether`)
    return per === 'line'
      ? pick(`每款合计 ${price}`, `${price} for each line`)
      : pick(`特价每件 ${price}`, `${price} each`)
  }
  const off = offText(effect.kind === 'amount_off' ? { minor: effect.minor } : { bps: effect.bps }, writer)
  const each = { order: ['', ''], line: ['每款', ' each line'], unit: ['每件', ' each piece'] } as const
  const [zh, en] = each[per]
  const cap = effect.kind === 'percent_off' ? capText(effect.capMinor, writer) : ''
  return pick(`${zh}${off}`, `${off}${en}`) + cap
}

function choiceText(effect: Of<'amount_off' | 'percent_off' | 'set_price'>, { pick }: Writer): string {
  const { maxUnits, maxUnitsPer, first, groupCount } = effect
  const dearest = first === 'dearest'
  return [
    groupCount === undefined ? '' : pick(`，每 ${groupCount} 件一组`, `, in full groups of ${groupCount}`),
    maxUnits === undefined
      ? ''
      : maxUnitsPer === 'line'
        ? pick(`，每款限 ${maxUnits} 件`, `, up to ${maxUnits} pieces a line`)
        : pick(`，每单限 ${maxUnits} 件`, `, up to ${maxUnits} pieces`),
    first === undefined
      ? ''
      : pick(`，${dearest ? '价高' : '价低'}的优先`, `, the ${dearest ? 'dearest' : 'cheapest'} first`),
  ].join('')
}

function ladderText({ by, steps, per }: Of<'ladder'>, writer: Writer): string {
  const { pick, money } = writer
  const text = steps.map(({ from, off }) => {
    const reached = by === 'amount' ? money(from) : pick(`${from} 件`, `${from} pieces`)
    return pick(`满 ${reached} ${offText(off, writer)}`, `${offText(off, writer)} from ${reached}`)
  })
  return (
    pick(per === 'line' ? '每款' : '', '') +
    text.join(pick('，', ', ')) +
    pick('', per === 'line' ? ' (each line)' : '')
  )
}

function everyText({ everyMinor, minor, maxTimes }: Of<'every_full'>, writer: Writer): string {
  const { pick, money } = writer
  const [full, off] = [money(everyMinor), money(minor)]
  return pick(`每满 ${full} 减 ${off}`, `${off} off for every full ${full}`) + timesText(maxTimes, writer)
}

function buyGetText(effect: Of<'buy_get'>, writer: Writer): string {
  const { buyCount, getCount, bps, getItems, takes, per, maxTimes } = effect
  const { pick } = writer
  const lowered = writeItems(getItems, writer)
  const isFree = bps === 10_000
  const deal =
    lowered === '' && getCount === 1 && !isFree
      ? pick(`第 ${buyCount + 1} 件 ${foldText(bps)}`, `piece ${buyCount + 1} at ${percentText(bps)} off`)
      : isFree
        ? pick(`买 ${buyCount} 赠 ${getCount}`, `buy ${buyCount}, get ${getCount} free`)
        : pick(
            `买 ${buyCount} 件，另 ${getCount} 件 ${foldText(bps)}`,
            `buy ${buyCount}, get ${getCount} at ${percentText(bps)} off`,
          )
  return [
    per === 'line' ? pick(`同款${deal}`, `${deal}, of the same kind`) : deal,
    lowered === '' ? '' : pick(`，优惠的是${lowered}`, `, lowered: ${lowered}`),
    takes === 'dearest' ? pick('，价高的优惠', ', the dearest lowered') : '',
    timesText(maxTimes, writer),
  ].join('')
}

function bundleText({ parts, minor, maxTimes }: Of<'bundle_price'>, writer: Writer): string {
  const { pick, money } = writer
  const named = parts.map(({ items, count }) => {
    const text = writeItems(items, writer)
    return text === '' ? pick(`任意 ${count} 件`, `any ${count}`) : pick(`${text} ${count} 件`, `${count} × ${text}`)
  })
  const what = named.join(' + ')
  return pick(`${what}，一口价 ${money(minor)}`, `${what} for ${money(minor)}`) + timesText(maxTimes, writer)
}

function giftText({ skuId, count, everyMinor, maxTimes }: Of<'gift'>, writer: Writer): string {
  const { pick, money, nameOf } = writer
  const gift = `${nameOf('sku', skuId)} × ${count}`
  const every = everyMinor === undefined ? null : money(everyMinor)
  const text =
    every === null
      ? pick(`赠 ${gift}`, `${gift} as a gift`)
      : pick(`每满 ${every} 赠 ${gift}`, `${gift} for every full ${every}`)
  return text + timesText(maxTimes, writer)
}

function shippingText({ off, capMinor }: Of<'shipping_off'>, writer: Writer): string {
  const { pick } = writer
  const isFree = 'bps' in off && off.bps === 10_000
  const text = isFree
    ? pick('包邮', 'free shipping')
    : pick(`运费${offText(off, writer)}`, `${offText(off, writer)} the shipping`)
  return text + capText(capMinor, writer)
}
