import type { Prize, Reward } from '@siyu/core/campaigns'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { friendsWords } from './friends-words.ts'

type PrizeFieldsProps = {
  readonly prize: Prize
  readonly testId: string
  readonly onChange: (prize: Prize) => void
}

/** One prize: what it is, what it is worth, and how many there are. */
export function PrizeFields({ prize, testId, onChange }: PrizeFieldsProps): ReactElement {
  const say = useSay(friendsWords)
  const change = (part: Partial<Prize>): void => onChange({ ...prize, ...part })
  return (
    <div className="form" data-testid={testId}>
      <NameFields name={prize.name} testId={`${testId}-name`} onChange={(name) => change({ name })} />
      <Field label={say('reward')}>
        <Choice
          value={prize.reward.kind}
          testId={`${testId}-kind`}
          options={[
            ['points', say('points')],
            ['coupon', say('coupon')],
            ['stored_value', say('stored_value')],
            ['goods', say('goods')],
          ]}
          onChange={(kind) => change({ reward: firstReward(kind) })}
        />
      </Field>
      <RewardField reward={prize.reward} testId={testId} onChange={(reward) => change({ reward })} />
      <Field label={say('value')}>
        <MoneyInput
          required
          value={prize.valueMinor}
          testId={`${testId}-value`}
          onChange={(valueMinor = UNKNOWN) => change({ valueMinor })}
        />
      </Field>
      <Field label={say('quantity')}>
        <CountInput
          required
          value={prize.quantity}
          testId={`${testId}-quantity`}
          onChange={(quantity = UNKNOWN) => change({ quantity })}
        />
      </Field>
    </div>
  )
}

type RewardProps = {
  readonly reward: Reward
  readonly testId: string
  readonly onChange: (reward: Reward) => void
}

function RewardField({ reward, testId, onChange }: RewardProps): ReactElement | null {
  const say = useSay(friendsWords)
  switch (reward.kind) {
    case 'goods':
      return null
    case 'points':
      return (
        <Field label={say('count')}>
          <CountInput
            required
            value={reward.count}
            testId={`${testId}-count`}
            onChange={(count = UNKNOWN) => onChange({ ...reward, count })}
          />
        </Field>
      )
    case 'stored_value':
      return (
        <Field label={say('money')}>
          <MoneyInput
            required
            value={reward.amountMinor}
            onChange={(amountMinor = UNKNOWN) => onChange({ ...reward, amountMinor })}
          />
        </Field>
      )
    case 'coupon':
      return (
        <Field label={say('template')}>
          <input
            required
            value={reward.templateId}
            onChange={({ target }) => onChange({ ...reward, templateId: target.value.trim() })}
          />
        </Field>
      )
  }
}

function firstReward(kind: Reward['kind']): Reward {
  if (kind === 'points') return { kind, count: UNKNOWN }
  if (kind === 'coupon') return { kind, templateId: '' }
  return kind === 'goods' ? { kind } : { kind, amountMinor: UNKNOWN }
}

/** A prize that is still to be described. */
export function newPrize(id: string): Prize {
  const reward = { kind: 'points', count: UNKNOWN } as const
  return { id, name: { zh: '', en: '' }, reward, valueMinor: UNKNOWN, quantity: UNKNOWN }
}
