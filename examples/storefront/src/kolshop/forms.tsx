import type { KolShopPage, KolShopRecord } from '@siyu/core/kolshops'
import { useCouponCentre, useErrorWords, useMyKolShop } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useLanguage, useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { TextField } from '../pieces/text-field.tsx'
import { useToast } from '../pieces/toast.tsx'
import { Selection } from './selection.tsx'

const NEW: KolShopPage = { name: '', story: '', bannerUrl: null }

/** Asks for a shop, or once more with what was said before. */
export function ApplyForm({ page }: { readonly page: KolShopPage | null }): ReactElement {
  const { kolshop: words } = useWords()
  const { apply } = useMyKolShop()
  const [draft, setDraft] = useState<KolShopPage>(() => pageOf(page ?? NEW))
  const toast = useToast()
  const send = (event: FormEvent): void => {
    event.preventDefault()
    apply.mutateAsync(draft).then(
      () => toast(words.applied),
      () => undefined,
    )
  }
  return (
    <form className="panel panel--text form" onSubmit={send}>
      <PageFields page={draft} onChange={setDraft} />
      <Problem error={apply.error} />
      <SubmitButton testId="shop-apply" disabled={apply.isPending}>
        {page === null ? words.apply : words.applyAgain}
      </SubmitButton>
    </form>
  )
}

/** Changes the page, the selection and the coupon. */
export function EditForm({ shop }: { readonly shop: KolShopRecord }): ReactElement {
  const { kolshop: words } = useWords()
  const { edit } = useMyKolShop()
  const [page, setPage] = useState(() => pageOf(shop))
  const [productIds, setProductIds] = useState(shop.productIds)
  const [couponTemplateId, setCoupon] = useState(shop.couponTemplateId)
  const toast = useToast()
  const wordsFor = useErrorWords()
  const save = (event: FormEvent): void => {
    event.preventDefault()
    edit.mutateAsync({ ...page, productIds, couponTemplateId }).then(
      () => toast(words.saved),
      (error: unknown) => toast(wordsFor(error)),
    )
  }
  return (
    <form className="panel panel--text form" onSubmit={save}>
      <PageFields page={page} onChange={setPage} />
      <CouponField templateId={couponTemplateId} onChange={setCoupon} />
      <Selection productIds={productIds} onChange={setProductIds} />
      <SubmitButton testId="shop-save" disabled={edit.isPending}>
        {words.save}
      </SubmitButton>
    </form>
  )
}

function pageOf({ name, story, bannerUrl }: KolShopPage): KolShopPage {
  return { name, story, bannerUrl }
}

type PageFieldsProps = { readonly page: KolShopPage; readonly onChange: (page: KolShopPage) => void }

function PageFields({ page, onChange }: PageFieldsProps): ReactElement {
  const { kolshop: words } = useWords()
  return (
    <>
      <TextField
        {...{ label: words.name, value: page.name, testId: 'shop-name', required: true, maxLength: 40 }}
        onChange={(name) => onChange({ ...page, name })}
      />
      <label className="field">
        <span>{words.story}</span>
        <textarea
          rows={3}
          maxLength={500}
          value={page.story}
          placeholder={words.storyHint}
          data-testid="shop-story"
          onChange={(event) => onChange({ ...page, story: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{words.banner}</span>
        <input
          inputMode="url"
          pattern="(https://|/).*"
          maxLength={2_000}
          value={page.bannerUrl ?? ''}
          placeholder={words.bannerHint}
          onChange={({ target: { value } }) => onChange({ ...page, bannerUrl: value === '' ? null : value })}
        />
      </label>
    </>
  )
}

type CouponFieldProps = { readonly templateId: string | null; readonly onChange: (templateId: string | null) => void }

function CouponField({ templateId, onChange }: CouponFieldProps): ReactElement {
  const { words, pick } = useLanguage()
  const offers = useCouponCentre().data?.items ?? []
  return (
    <label className="field">
      <span>{words.kolshop.couponChoice}</span>
      <select
        className="select"
        value={templateId ?? ''}
        data-testid="shop-coupon-choice"
        onChange={({ target: { value } }) => onChange(value === '' ? null : value)}
      >
        <option value="">{words.kolshop.noCoupon}</option>
        {offers.map((offer) => (
          <option key={offer.templateId} value={offer.templateId}>
            {pick(offer.name)}
          </option>
        ))}
      </select>
    </label>
  )
}
