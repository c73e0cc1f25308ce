import { PointsActivities } from '@siyu/core/points'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
import { ActivityCaps } from './activity-caps.tsx'
import { activityWords } from './activity-words.ts'
import { CheckInFields } from './check-in-fields.tsx'

/** What earns points beside buying. */
export function Activities(): ReactElement {
  const { queries } = useAdmin()
  const activities = useQuery(queries.points.activities())
  return <Loaded read={activities}>{(data) => <ActivitiesForm initial={data} />}</Loaded>
}

function ActivitiesForm({ initial }: { readonly initial: PointsActivities }): ReactElement {
  const say = useSay(activityWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: PointsActivities, save: mutations.points.configureActivities() },
  })
  return (
    <form onSubmit={submit} className="settings" data-testid="activities-form">
      <section className="card stack tight">
        <h2>{say('title')}</h2>
        <p className="page-note">{say('note')}</p>
        <div className="form three">
          <RewardFields draft={draft} onChange={change} />
        </div>
        <CheckInFields terms={draft.checkIn} onChange={(checkIn) => change({ checkIn })} />
        <ActivityCaps caps={draft.caps} onChange={(caps) => change({ caps })} />
      </section>
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="activities" />
    </form>
  )
}

type RewardFieldsProps = {
  readonly draft: PointsActivities
  readonly onChange: (part: Partial<PointsActivities>) => void
}

const counts = ['signUpCount', 'reviewCount', 'profileCount', 'birthdayCount'] as const

function RewardFields({ draft, onChange }: RewardFieldsProps): ReactElement {
  const say = useSay(activityWords)
  const { reviewBy, lifeDays } = draft
  return (
    <>
      {counts.map((key) => (
        <Field key={key} label={say(key)}>
          <CountInput
            required
            min={0}
            value={draft[key]}
            testId={`activity-${key}`}
            onChange={(count = UNKNOWN) => onChange({ [key]: count })}
          />
        </Field>
      ))}
      <Field label={say('reviewBy')}>
        <Choice
          value={reviewBy}
          options={(['member', 'operator'] as const).map((each) => [each, say(`reviewBy_${each}`)] as const)}
          onChange={(next) => onChange({ reviewBy: next })}
        />
      </Field>
      <Field label={say('lifeDays')}>
        <CountInput
          value={lifeDays}
          placeholder={say('forever')}
          onChange={(days) => onChange({ lifeDays: days ?? null })}
        />
      </Field>
      <NeedFields needs={draft.profileNeeds} onChange={(profileNeeds) => onChange({ profileNeeds })} />
    </>
  )
}

type Needs = PointsActivities['profileNeeds']

function NeedFields(props: { readonly needs: Needs; readonly onChange: (needs: Needs) => void }): ReactElement {
  const say = useSay(activityWords)
  const { needs, onChange } = props
  return (
    <Group label={say('needs')}>
      <div className="inline-fields">
        {(['name', 'birthday'] as const).map((need) => (
          <Check
            key={need}
            label={say(`need_${need}`)}
            isOn={needs.includes(need)}
            onChange={(isOn) => onChange(isOn ? [...needs, need] : needs.filter((each) => each !== need))}
          />
        ))}
      </div>
    </Group>
  )
}
