import { CouponTemplate } from '@siyu/core/coupons'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useParams } from 'react-router'
import { type Language, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { presetOf } from '../../terms/kinds.ts'
import { Workbench } from '../../terms/workbench.tsx'
import { BackLink } from '../../ui/back-link.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Batches } from './batches.tsx'
import { Give } from './give.tsx'
import { IssueFields } from './issue-fields.tsx'
import { couponWords } from './words.ts'

/** A new template, claimable from now on. */
export function NewCouponPage(): ReactElement {
  const say = useSay(couponWords)
  const { client } = useAdmin()
  const [draft] = useState<CouponTemplate>(() => ({
    ...{ id: client.newId('cpt'), name: { zh: '', en: '' }, conditions: [], effect: presetOf('full'), funder: 'brand' },
    ...{ validity: { kind: 'relative', days: 30 }, totalLimit: null, perMemberLimit: 1 },
    ...{ claimFrom: Date.now(), claimUntil: null, active: true },
  }))
  return (
    <Page title={say('create')} note={say('formNote')} actions={<BackLink to="/coupons" />}>
      <CouponForm initial={draft} isNew />
    </Page>
  )
}

/** One template that is there already. */
export function EditCouponPage(): ReactElement {
  const say = useSay(couponWords)
  const { templateId } = useParams()
  const { queries } = useAdmin()
  const templates = useQuery(queries.coupons.templates())
  const found = templates.data?.items.find(({ template }) => template.id === templateId)
  return (
    <Page title={say('editTitle')} note={say('formNote')} actions={<BackLink to="/coupons" />}>
      <Loaded read={templates} isEmpty={() => found === undefined} empty={<Empty title={say('missing')} />}>
        {() => found !== undefined && <CouponForm key={found.template.id} initial={found.template} isNew={false} />}
      </Loaded>
    </Page>
  )
}

type CouponFormProps = { readonly initial: CouponTemplate; readonly isNew: boolean }

function CouponForm({ initial, isNew }: CouponFormProps): ReactElement {
  const say = useSay(couponWords)
  const { mutations } = useAdmin()
  const says = useSays()
  return (
    <Workbench
      initial={initial}
      schema={CouponTemplate}
      save={mutations.coupons.saveTemplate()}
      saveText={say('save')}
      home="/coupons"
      isCoupon
      testId="coupon"
      says={says}
      fields={(draft, change) => <IssueFields template={draft} onChange={change} />}
      side={() =>
        !isNew && (
          <>
            <Batches templateId={initial.id} />
            <Give templateId={initial.id} />
          </>
        )
      }
    />
  )
}

/** Says how long a coupon is good and how many one member gets. */
function useSays(): (template: CouponTemplate, language: Language) => readonly string[] {
  const { date } = useFormat()
  const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key])).replaceAll('NaN', '…')
  return ({ validity, perMemberLimit }, language) => [
    validity.kind === 'relative'
      ? fill(couponWords.saysDays[language], { days: validity.days })
      : fill(couponWords.saysBetween[language], { from: dateOf(validity.from), until: dateOf(validity.until) }),
    fill(couponWords.saysPerMember[language], { count: perMemberLimit }),
  ]

  function dateOf(at: number): string {
    return Number.isNaN(at) ? '…' : date(at)
  }
}
