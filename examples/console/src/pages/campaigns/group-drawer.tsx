import { GroupCampaign } from '@siyu/core/groupbuys'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SkuField } from '../../ui/sku-field.tsx'
import { campaignWords } from './words.ts'

type GroupDrawerProps = { readonly initial: GroupCampaign; readonly onClose: () => void }

/** One group buy, made or changed. */
export function GroupDrawer({ initial, onClose }: GroupDrawerProps): ReactElement {
  const say = useSay(campaignWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: GroupCampaign, save: mutations.groupbuys.save() },
  })
  const { draft, change } = edit
  return (
    <DraftDrawer title={say('groupEdit')} testId="group" of={edit} label={say('save')} onClose={onClose}>
      <GoodsFields draft={draft} onChange={change} />
      <LimitFields draft={draft} onChange={change} />
    </DraftDrawer>
  )
}

type FieldsProps = { readonly draft: GroupCampaign; readonly onChange: (part: Partial<GroupCampaign>) => void }

function GoodsFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(campaignWords)
  return (
    <div className="form">
      <NameFields name={draft.name} testId="group-name" onChange={(name) => onChange({ name })} />
      <SkuField skuId={draft.skuId} label={say('sku')} testId="group-sku" onChange={(skuId) => onChange({ skuId })} />
      <Field label={say('itemPrice')}>
        <MoneyInput
          required
          value={draft.priceMinor}
          testId="group-price"
          onChange={(priceMinor = UNKNOWN) => onChange({ priceMinor })}
        />
      </Field>
      <Field label={say('startsAt')}>
        <MomentInput required value={draft.startsAt} onChange={(at) => onChange({ startsAt: at ?? UNKNOWN })} />
      </Field>
      <Field label={say('endsAt')}>
        <MomentInput required value={draft.endsAt} onChange={(at) => onChange({ endsAt: at ?? UNKNOWN })} />
      </Field>
    </div>
  )
}

function LimitFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(campaignWords)
  return (
    <div className="form">
      <Field label={say('size')}>
        <CountInput
          required
          min={2}
          value={draft.sizeCount}
          testId="group-size"
          onChange={(sizeCount = UNKNOWN) => onChange({ sizeCount })}
        />
      </Field>
      <Field label={say('hours')}>
        <CountInput required value={draft.openHours} onChange={(openHours = UNKNOWN) => onChange({ openHours })} />
      </Field>
      <Field label={say('perMember')}>
        <CountInput
          required
          value={draft.perMemberCount}
          onChange={(perMemberCount = UNKNOWN) => onChange({ perMemberCount })}
        />
      </Field>
      <Field label={say('bucket')}>
        <CountInput
          value={draft.bucketCount}
          placeholder={say('stockOnly')}
          onChange={(count) => onChange({ bucketCount: count ?? null })}
        />
      </Field>
    </div>
  )
}
