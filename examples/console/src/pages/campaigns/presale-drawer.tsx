import { Presale } from '@siyu/core/presales'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SkuField } from '../../ui/sku-field.tsx'
import { campaignWords } from './words.ts'

type PresaleDrawerProps = { readonly initial: Presale; readonly onClose: () => void }

/** One presale, made or changed. */
export function PresaleDrawer({ initial, onClose }: PresaleDrawerProps): ReactElement {
  const say = useSay(campaignWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: Presale, save: mutations.presales.save() },
  })
  const { draft, change } = edit
  return (
    <DraftDrawer title={say('presaleEdit')} testId="presale" of={edit} label={say('save')} onClose={onClose}>
      <GoodsFields draft={draft} onChange={change} />
      <TimeFields draft={draft} onChange={change} />
      <ForfeitField draft={draft} onChange={change} />
    </DraftDrawer>
  )
}

type FieldsProps = { readonly draft: Presale; readonly onChange: (part: Partial<Presale>) => void }

const sums = ['priceMinor', 'depositMinor', 'depositWorthMinor'] as const
const sumLabels = { priceMinor: 'presalePrice', depositMinor: 'deposit', depositWorthMinor: 'depositWorth' } as const
const counts = ['bucketCount', 'perMemberCount'] as const
const countLabels = { bucketCount: 'bucket', perMemberCount: 'perMember' } as const

function GoodsFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(campaignWords)
  return (
    <div className="form">
      <NameFields name={draft.name} testId="presale-name" onChange={(name) => onChange({ name })} />
      <SkuField skuId={draft.skuId} label={say('sku')} testId="presale-sku" onChange={(skuId) => onChange({ skuId })} />
      {sums.map((name) => (
        <Field key={name} label={say(sumLabels[name])}>
          <MoneyInput
            required
            value={draft[name]}
            testId={`presale-${sumLabels[name]}`}
            onChange={(minor = UNKNOWN) => onChange({ [name]: minor })}
          />
        </Field>
      ))}
      {counts.map((name) => (
        <Field key={name} label={say(countLabels[name])}>
          <CountInput
            required
            value={draft[name]}
            testId={`presale-${countLabels[name]}`}
            onChange={(count = UNKNOWN) => onChange({ [name]: count })}
          />
        </Field>
      ))}
    </div>
  )
}

const moments = ['startsAt', 'endsAt', 'balanceFrom', 'balanceUntil', 'shipsFrom'] as const

function TimeFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(campaignWords)
  return (
    <div className="form">
      {moments.map((name) => (
        <Field key={name} label={say(name)}>
          <MomentInput required value={draft[name]} onChange={(at) => onChange({ [name]: at ?? UNKNOWN })} />
        </Field>
      ))}
    </div>
  )
}

function ForfeitField({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(campaignWords)
  const options = (['refund', 'keep'] as const).map((each) => [each, say(`forfeit_${each}`)] as const)
  return (
    <div className="form">
      <Field label={say('forfeit')}>
        <Choice
          value={draft.forfeit}
          label={say('forfeit')}
          testId="presale-forfeit"
          options={options}
          onChange={(forfeit) => onChange({ forfeit })}
        />
      </Field>
      {draft.forfeit === 'keep' && <p className="quiet-text">{say('forfeitHint')}</p>}
    </div>
  )
}
