import { type FlashItem, FlashSession, MAX_FLASH_ITEMS } from '@siyu/core/flashsales'
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
import { newFlashItem } from './flash-item.ts'
import { campaignWords } from './words.ts'

type FlashDrawerProps = { readonly initial: FlashSession; readonly onClose: () => void }

/** One flash sale, made or changed. */
export function FlashDrawer({ initial, onClose }: FlashDrawerProps): ReactElement {
  const say = useSay(campaignWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: FlashSession, save: mutations.flashsales.save() },
  })
  const { draft, change } = edit
  const { items } = draft
  const put = (at: number, item: FlashItem): void => change({ items: items.with(at, item) })
  return (
    <DraftDrawer title={say('flashEdit')} testId="flash" of={edit} label={say('save')} onClose={onClose}>
      <div className="form">
        <NameFields name={draft.name} testId="flash-name" onChange={(name) => change({ name })} />
        <Field label={say('startsAt')}>
          <MomentInput required value={draft.startsAt} onChange={(at) => change({ startsAt: at ?? UNKNOWN })} />
        </Field>
        <Field label={say('endsAt')}>
          <MomentInput required value={draft.endsAt} onChange={(at) => change({ endsAt: at ?? UNKNOWN })} />
        </Field>
      </div>
      {items.map((item, at) => (
        <ItemFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a new article has no id, and the list only grows at its end
          key={at}
          item={item}
          onChange={(changed) => put(at, changed)}
          onRemove={items.length > 1 ? () => change({ items: items.toSpliced(at, 1) }) : null}
        />
      ))}
      <button
        type="button"
        className="button quiet"
        disabled={items.length >= MAX_FLASH_ITEMS}
        onClick={() => change({ items: [...items, newFlashItem] })}
      >
        {say('addItem')}
      </button>
    </DraftDrawer>
  )
}

type ItemFieldsProps = {
  readonly item: FlashItem
  readonly onChange: (item: FlashItem) => void
  readonly onRemove: (() => void) | null
}

function ItemFields({ item, onChange, onRemove }: ItemFieldsProps): ReactElement {
  const say = useSay(campaignWords)
  const change = (part: Partial<FlashItem>): void => onChange({ ...item, ...part })
  const counts = ['bucketCount', 'perMemberCount', 'slotCount'] as const
  const labels = { bucketCount: 'bucket', perMemberCount: 'perMember', slotCount: 'slots' } as const
  return (
    <div className="form">
      <SkuField skuId={item.skuId} label={say('sku')} testId="flash-sku" onChange={(skuId) => change({ skuId })} />
      <Field label={say('itemPrice')}>
        <MoneyInput
          required
          value={item.priceMinor}
          testId="flash-price"
          onChange={(priceMinor = UNKNOWN) => change({ priceMinor })}
        />
      </Field>
      {counts.map((name) => (
        <Field key={name} label={say(labels[name])}>
          <CountInput
            required
            value={item[name]}
            testId={`flash-${labels[name]}`}
            onChange={(count = UNKNOWN) => onChange({ ...item, [name]: count })}
          />
        </Field>
      ))}
      {onRemove !== null && (
        <button type="button" className="button quiet" onClick={onRemove}>
          {say('removeItem')}
        </button>
      )}
    </div>
  )
}
