import { type Tier, TierSettings } from '@siyu/core/tiers'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useDraft } from '../../ui/draft.ts'
import { wholeName } from '../../ui/name-fields.tsx'
import { Page } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
import { LadderFields } from './ladder-fields.tsx'
import { TierCard } from './tier-card.tsx'
import { tierWords } from './words.ts'

const MAX_TIERS = 20

/** The tiers of the club, their benefits, and how they are kept. */
export function TiersPage(): ReactElement {
  const say = useSay(tierWords)
  const { queries } = useAdmin()
  const settings = useQuery(queries.tiers.settings())
  return (
    <Page title={say('title')} note={say('note')}>
      <Loaded read={settings}>{(data) => <TiersForm initial={data} />}</Loaded>
    </Page>
  )
}

function TiersForm({ initial }: { readonly initial: TierSettings }): ReactElement {
  const say = useSay(tierWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: TierSettings, save: mutations.tiers.configure(), complete: withNames },
  })
  return (
    <form onSubmit={submit} className="settings" data-testid="tiers-form">
      <TierList tiers={draft.tiers} onChange={(tiers) => change({ tiers })} />
      <LadderFields settings={draft} onChange={change} />
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="tiers" />
    </form>
  )
}

type TierListProps = { readonly tiers: readonly Tier[]; readonly onChange: (tiers: readonly Tier[]) => void }

function TierList({ tiers, onChange }: TierListProps): ReactElement {
  const say = useSay(tierWords)
  const { client } = useAdmin()
  return (
    <section className="card stack tight">
      <h2>{say('tiers')}</h2>
      <p className="page-note">{say('tiersHint')}</p>
      {tiers.map((tier) => (
        <TierCard
          key={tier.id}
          tier={tier}
          onChange={(next) => onChange(tiers.map((each) => (each.id === tier.id ? next : each)))}
          onRemove={tiers.length > 1 ? () => onChange(tiers.filter(({ id }) => id !== tier.id)) : null}
        />
      ))}
      <button
        type="button"
        className="button fit"
        data-testid="tier-add"
        disabled={tiers.length >= MAX_TIERS}
        onClick={() => onChange([...tiers, newTier(client.newId('tier'))])}
      >
        {say('addTier')}
      </button>
    </section>
  )
}

function newTier(id: string): Tier {
  return { id, name: { zh: '', en: '' }, growthRequired: UNKNOWN, pointsMultiplierBps: 10_000 }
}

function withNames(settings: TierSettings): TierSettings {
  return { ...settings, tiers: settings.tiers.map((tier) => ({ ...tier, name: wholeName(tier.name) })) }
}
