import { MallItem } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useCatalogue } from '../../ui/catalogue.ts'
import { Chips } from '../../ui/chips.tsx'
import { Check } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { SkuField } from '../../ui/sku-field.tsx'
import { mallWords } from './mall-words.ts'

type MallDrawerProps = { readonly initial: MallItem; readonly onClose: () => void }

/** One item of the mall, made or changed. */
export function MallDrawer({ initial, onClose }: MallDrawerProps): ReactElement {
  const say = useSay(mallWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: MallItem, save: mutations.points.saveItem() },
  })
  const { draft, change } = edit
  return (
    <DraftDrawer title={say('edit')} testId="mall" of={edit} label={say('save')} onClose={onClose}>
      <GoodsFields draft={draft} onChange={change} />
      <LimitFields draft={draft} onChange={change} />
    </DraftDrawer>
  )
}

type FieldsProps = { readonly draft: MallItem; readonly onChange: (part: Partial<MallItem>) => void }

function GoodsFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(mallWords)
  const common = useSay(commonWords)
  return (
    <div className="form">
      <SkuField skuId={draft.skuId} label={say('sku')} testId="mall-sku" onChange={(skuId) => onChange({ skuId })} />
      <Field label={say('pointsCount')}>
        <CountInput
          required
          value={draft.pointsCount}
          testId="mall-points"
          onChange={(pointsCount = UNKNOWN) => onChange({ pointsCount })}
        />
      </Field>
      <Field label={say('cash')}>
        <MoneyInput value={draft.cashMinor} testId="mall-cash" onChange={(cashMinor = 0) => onChange({ cashMinor })} />
      </Field>
      <Check label={common('active')} isOn={draft.active} onChange={(active) => onChange({ active })} />
    </div>
  )
}

function LimitFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(mallWords)
  const common = useSay(commonWords)
  const { tiers } = useCatalogue()
  return (
    <div className="form">
      <Field label={say('perMember')}>
        <CountInput
          value={draft.perMemberLimit}
          placeholder={common('noLimit')}
          onChange={(limit) => onChange({ perMemberLimit: limit ?? null })}
        />
      </Field>
      <Field label={say('total')}>
        <CountInput
          value={draft.totalLimit}
          placeholder={say('stockOnly')}
          testId="mall-total"
          onChange={(limit) => onChange({ totalLimit: limit ?? null })}
        />
      </Field>
      <Field label={say('startsAt')}>
        <MomentInput required value={draft.startsAt} onChange={(at) => onChange({ startsAt: at ?? UNKNOWN })} />
      </Field>
      <Field label={say('endsAt')}>
        <MomentInput value={draft.endsAt} onChange={(endsAt) => onChange({ endsAt })} />
      </Field>
      <Group label={say('tiers')}>
        <Chips
          values={draft.tierIds ?? []}
          options={tiers}
          label={say('tiers')}
          onChange={(ids) => onChange({ tierIds: ids.length === 0 ? null : ids })}
        />
      </Group>
    </div>
  )
}
