import type { ConditionNode, ExplainTree, Hint, LayerNode, Quote, RuleNode } from '@siyu/core/pricing'
import { reasonText } from '@siyu/core/words'
import { useExplainTree, useFormatMoney, useQuote } from '@siyu/react'
import type { ReactElement } from 'react'
import { short, useCondition } from '../coupons/terms.ts'
import { useLanguage, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useLatest } from '../pieces/latest.ts'
import { Earned } from './earned.tsx'
import { TaxRows } from './tax-rows.tsx'

/** So many hints at once; more would be noise. */
const shownHints = 2

export type ExplainedProps = {
  readonly quote: Quote
  /** Says what a little more in the basket would bring. */
  readonly withHints?: boolean
}

/** Where the total comes from: layers that open into rules, rules that open into conditions, shipping and tax. */
export function Explained({ quote, withHints = false }: ExplainedProps): ReactElement {
  const { cart: words } = useWords()
  const money = useFormatMoney()
  const tree = useExplainTree()
  const { hints } = useQuote()
  const latest = useLatest(tree)
  // What was agreed stays in view while the cart behind it empties.
  const isSame = latest?.payableMinor === quote.payableMinor && latest.listMinor === quote.listMinor
  const layers = isSame ? latest.layers : flatLayers(quote)
  const savedMinor = quote.reductionMinor + offShipping(quote)
  return (
    <section className="panel explained" aria-label={words.explained} data-testid="explained">
      {(withHints ? hints : []).slice(0, shownHints).map((hint) => (
        <HintLine key={hint.ruleId} hint={hint} />
      ))}
      <dl>
        <div>
          <dt>{words.list}</dt>
          <dd>{money(quote.listMinor).text}</dd>
        </div>
      </dl>
      {layers.map((layer) => (
        <Layer key={layer.layer} layer={layer} pointsCount={quote.pointsCount} />
      ))}
      <dl>
        {quote.shipping !== null && (
          <div data-testid="shipping">
            <dt>{words.shipping}</dt>
            <dd>{money(quote.shipping.listMinor).text}</dd>
          </div>
        )}
        <TaxRows {...quote} />
        <div className="explained__total">
          <dt>{words.payable}</dt>
          <dd data-testid="explained-total">{money(quote.payableMinor).text}</dd>
        </div>
      </dl>
      <Earned />
      {savedMinor > 0 && <p className="explained__saved">{words.savedInAll(money(savedMinor).text)}</p>}
    </section>
  )
}

function offShipping({ shipping }: Quote): number {
  return shipping?.reductions.reduce((sum, { minor }) => sum + minor, 0) ?? 0
}

/** The layers as the server's quote tells them, without conditions. */
function flatLayers({ explain }: Quote): ExplainTree['layers'] {
  const layerOf = { coupon: 'coupons', points: 'points', promotion: 'promotions' } as const
  const found = new Map<LayerNode['layer'], RuleNode[]>()
  for (const each of explain) {
    const { source } = each
    const layer = source === 'coupon' || source === 'points' || source === 'promotion' ? layerOf[source] : 'prices'
    found.set(layer, [...(found.get(layer) ?? []), { ...each, conditions: [] }])
  }
  return [...found].map(([layer, rules]) => ({ layer, rules, minor: rules.reduce((sum, { minor }) => sum + minor, 0) }))
}

/** What a little more would bring: 再买 ¥12，可享「满200减30」. */
function HintLine({ hint }: { readonly hint: Hint }): ReactElement {
  const { words, pick } = useLanguage()
  const money = useFormatMoney()
  const { missingMinor, missingCount } = hint
  return (
    <p className="explained__hint" data-testid="hint">
      <Icon name="gift" small />
      {missingMinor === null
        ? words.cart.nearlyCount(missingCount ?? 1, pick(hint.name))
        : words.cart.nearly(short(money(missingMinor).text), pick(hint.name))}
    </p>
  )
}

type LayerProps = { readonly layer: LayerNode; readonly pointsCount: number }

/** One layer with what it takes; opens into its rules, those that applied first. */
function Layer({ layer: { layer, minor, rules }, pointsCount }: LayerProps): ReactElement {
  const { cart: words } = useWords()
  const money = useFormatMoney()
  const applied = rules.filter(({ reason }) => reason === null)
  const idle = rules.filter(({ reason }) => reason !== null)
  return (
    <details className="layer" data-testid="layer" data-layer={layer}>
      <summary>
        <span>{layer === 'points' && pointsCount > 0 ? words.pointsCount(pointsCount) : words.layers[layer]}</span>
        <Icon name="next" small />
        <b className={minor === 0 ? 'layer__none' : 'layer__less'}>{minor === 0 ? '—' : `−${money(minor).text}`}</b>
      </summary>
      <ul className="rules">
        {[...applied, ...idle].map((rule) => (
          <Rule key={`${rule.source} ${rule.ruleId}`} rule={rule} />
        ))}
      </ul>
    </details>
  )
}

function Rule({ rule }: { readonly rule: RuleNode }): ReactElement {
  const { words, pick, locale } = useLanguage()
  const money = useFormatMoney()
  const isApplied = rule.reason === null
  const head = (
    <>
      <span className="rule__name">
        <span className="tag">{words.cart.sources[rule.source]}</span>
        {pick(rule.name)}
      </span>
      {isApplied ? (
        <b className="layer__less">−{money(rule.minor).text}</b>
      ) : (
        <em className="rule__why">{reasonText(rule, locale, (minor) => short(money(minor).text))}</em>
      )}
    </>
  )
  const className = isApplied ? 'rule' : 'rule rule--idle'
  return (
    <li className={className} data-testid="reduction" data-source={rule.source} data-reason={rule.reason ?? 'applied'}>
      {rule.conditions.length === 0 ? (
        <div className="rule__head">{head}</div>
      ) : (
        <details>
          <summary className="rule__head">{head}</summary>
          <Conditions nodes={rule.conditions} />
        </details>
      )}
    </li>
  )
}

function Conditions({ nodes }: { readonly nodes: readonly ConditionNode[] }): ReactElement {
  const textOf = useCondition()
  const { locale } = useLanguage()
  const money = useFormatMoney()
  return (
    <ul className="conditions">
      {nodes.map((node) => (
        <li key={JSON.stringify(node.condition)} data-testid="condition" data-held={node.held}>
          <Icon name={node.held ? 'check' : 'close'} small />
          <span>
            {textOf(node.condition)}
            {(node.missingMinor !== null || node.missingCount !== null) && (
              <em className="rule__why">{reasonText(node, locale, (minor) => short(money(minor).text))}</em>
            )}
          </span>
          {node.inside.length > 0 && <Conditions nodes={node.inside} />}
        </li>
      ))}
    </ul>
  )
}
