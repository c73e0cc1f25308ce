import type { CapPeriod, EarnCap } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Group } from '../../ui/page.tsx'
import { pointsWords } from './words.ts'

export const periods: readonly CapPeriod[] = ['day', 'week', 'month', 'ever']
const MAX_CAPS = 4

type CapFieldsProps = { readonly caps: readonly EarnCap[]; readonly onChange: (caps: readonly EarnCap[]) => void }

/** The most one member earns by purchases, period by period. */
export function CapFields({ caps, onChange }: CapFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const common = useSay(commonWords)
  const change = (index: number, part: Partial<EarnCap>): void =>
    onChange(caps.map((cap, at) => (at === index ? { ...cap, ...part } : cap)))
  return (
    <Group label={say('programCaps')}>
      {caps.map((cap, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a limit that is being typed has nothing to name it by
        <div key={index} className="inline-fields">
          <Choice
            value={cap.period}
            label={say('capPeriod')}
            options={periods.map((period) => [period, say(`period_${period}`)] as const)}
            onChange={(period) => change(index, { period })}
          />
          <CountInput
            required
            value={cap.maxCount}
            label={say('capCount')}
            onChange={(maxCount = UNKNOWN) => change(index, { maxCount })}
          />
          <button type="button" className="button quiet" onClick={() => onChange(caps.filter((_, at) => at !== index))}>
            {common('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button fit"
        disabled={caps.length >= MAX_CAPS}
        onClick={() => onChange([...caps, { period: 'month', maxCount: UNKNOWN }])}
      >
        {say('addCap')}
      </button>
    </Group>
  )
}
