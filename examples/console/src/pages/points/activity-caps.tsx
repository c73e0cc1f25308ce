import type { ActivityCap, ActivityKind } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Group } from '../../ui/page.tsx'
import { activityWords } from './activity-words.ts'

const kinds: readonly ActivityKind[] = ['sign_up', 'check_in', 'review', 'profile', 'birthday']
const MAX_CAPS = 10

type ActivityCapsProps = {
  readonly caps: readonly ActivityCap[]
  readonly onChange: (caps: readonly ActivityCap[]) => void
}

/** The most that activities give one member. */
export function ActivityCaps({ caps, onChange }: ActivityCapsProps): ReactElement {
  const say = useSay(activityWords)
  return (
    <Group label={say('caps')}>
      {caps.map((cap, index) => (
        <CapRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a limit that is being typed has nothing to name it by
          key={index}
          cap={cap}
          onChange={(next) => onChange(caps.map((each, at) => (at === index ? next : each)))}
          onRemove={() => onChange(caps.filter((_, at) => at !== index))}
        />
      ))}
      <button
        type="button"
        className="button fit"
        data-testid="activity-cap-add"
        disabled={caps.length >= MAX_CAPS}
        onClick={() => onChange([...caps, { kinds: ['review'], period: 'day', maxCount: UNKNOWN }])}
      >
        {say('addCap')}
      </button>
    </Group>
  )
}

type CapRowProps = {
  readonly cap: ActivityCap
  readonly onChange: (cap: ActivityCap) => void
  readonly onRemove: () => void
}

function CapRow({ cap, onChange, onRemove }: CapRowProps): ReactElement {
  const say = useSay(activityWords)
  const common = useSay(commonWords)
  const toggle = (kind: ActivityKind, isOn: boolean): void =>
    onChange({ ...cap, kinds: isOn ? [...cap.kinds, kind] : cap.kinds.filter((each) => each !== kind) })
  return (
    <div className="inline-fields">
      {kinds.map((kind) => (
        <Check
          key={kind}
          label={say(`kind_${kind}`)}
          isOn={cap.kinds.includes(kind)}
          onChange={(isOn) => toggle(kind, isOn)}
        />
      ))}
      <Choice
        value={cap.period}
        label={say('period')}
        options={(['day', 'month'] as const).map((each) => [each, say(`period_${each}`)] as const)}
        onChange={(period) => onChange({ ...cap, period })}
      />
      <CountInput
        required
        value={cap.maxCount}
        label={say('count')}
        testId="activity-cap-count"
        onChange={(maxCount = UNKNOWN) => onChange({ ...cap, maxCount })}
      />
      <button type="button" className="button quiet" onClick={onRemove}>
        {common('remove')}
      </button>
    </div>
  )
}
