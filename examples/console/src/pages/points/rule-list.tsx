import { type EarnEffect, type EarnRule, MAX_EARN_RULES } from '@siyu/core/points'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { RuleFields } from './rule-fields.tsx'
import { useEffectText, useLimitTexts } from './rule-text.ts'
import { pointsWords } from './words.ts'

type RuleListProps = {
  readonly rules: readonly EarnRule[]
  readonly onChange: (rules: readonly EarnRule[]) => void
}

const kinds = ['per_amount', 'fixed', 'multiply'] as const
const starts: Readonly<Record<(typeof kinds)[number], EarnEffect>> = {
  per_amount: { kind: 'per_amount', count: 1, perMinor: UNKNOWN },
  fixed: { kind: 'fixed', count: UNKNOWN, per: 'order' },
  multiply: { kind: 'multiply', bps: 20_000 },
}

/** The ways of earning; a click opens one. */
export function RuleList({ rules, onChange }: RuleListProps): ReactElement {
  const say = useSay(pointsWords)
  const { client } = useAdmin()
  const add = (kind: (typeof kinds)[number]): void => {
    const rule = { id: client.newId('rul'), name: { zh: '', en: '' }, active: true, effect: starts[kind] }
    onChange([...rules, rule])
  }
  return (
    <section className="card stack tight" aria-label={say('rules')}>
      <h2>{say('rules')}</h2>
      <p className="page-note">{say(rules.length === 0 ? 'noRules' : 'rulesHint')}</p>
      {rules.map((rule) => (
        <RuleCard
          key={rule.id}
          rule={rule}
          onChange={(next) => onChange(rules.map((each) => (each.id === rule.id ? next : each)))}
          onRemove={() => onChange(rules.filter(({ id }) => id !== rule.id))}
        />
      ))}
      <div className="buttons">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="button"
            data-testid={`rule-add-${kind}`}
            disabled={rules.length >= MAX_EARN_RULES}
            onClick={() => add(kind)}
          >
            {say(`add_${kind}`)}
          </button>
        ))}
      </div>
    </section>
  )
}

type RuleCardProps = {
  readonly rule: EarnRule
  readonly onChange: (rule: EarnRule) => void
  readonly onRemove: () => void
}

function RuleCard({ rule, onChange, onRemove }: RuleCardProps): ReactElement {
  const say = useSay(pointsWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const effectText = useEffectText()
  const limitTexts = useLimitTexts()
  const [isNew] = useState(rule.name.zh === '')
  const name = pick(rule.name) || rule.name.zh || '…'
  return (
    <details className="fold" open={isNew} data-testid="earn-rule">
      <summary>
        <span className="tag">{say(`kind_${rule.effect.kind}`)}</span>
        <strong>{name}</strong>
        <span className="quiet-text">{[effectText(rule.effect), ...limitTexts(rule)].join(' · ')}</span>
        <span className="tag" data-status={rule.active ? 'completed' : 'cancelled'}>
          {common(rule.active ? 'active' : 'paused')}
        </span>
      </summary>
      <RuleFields rule={rule} onChange={onChange} />
      <button type="button" className="button quiet" onClick={onRemove}>
        {common('remove')}
      </button>
    </details>
  )
}
