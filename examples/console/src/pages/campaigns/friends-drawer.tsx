import { Campaign, type CampaignTerms, type CampaignView, prizesOf } from '@siyu/core/campaigns'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { shortId } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { NameFields, wholeName } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { WriteError } from '../../ui/states.tsx'
import { StopPanel } from './friends-stop.tsx'
import { TermsFields } from './friends-terms.tsx'
import { friendsWords } from './friends-words.ts'
import { newPrize } from './prize-fields.tsx'

type DrawerProps = { readonly initial: Campaign; readonly onClose: () => void }

/** A draft, made or changed, and its publication. */
export function FriendsDrawer({ initial, onClose }: DrawerProps): ReactElement {
  const say = useSay(friendsWords)
  const { mutations, refresh } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: Campaign, save: mutations.campaigns.save(), complete: wholeCampaign },
  })
  const { draft, change } = edit
  const publish = useMutation({
    ...mutations.campaigns.publish(),
    onSuccess: () => {
      void refresh()
      onClose()
    },
  })
  const publishing = (
    <>
      <WriteError error={publish.error} />
      <button
        type="button"
        className="button"
        data-testid="friends-publish"
        disabled={!edit.save.isSuccess || publish.isPending}
        onClick={() => publish.mutate({ campaignId: draft.id })}
      >
        {say('publish')}
      </button>
    </>
  )
  return (
    <DraftDrawer
      {...{ title: say('title'), testId: 'friends', of: edit, label: say('save'), onClose }}
      after={publishing}
    >
      <MainFields draft={draft} onChange={change} />
      <TermsFields terms={draft.terms} onChange={(terms) => change({ terms })} />
    </DraftDrawer>
  )
}

/** What is left empty is said in the other language. */
function wholeCampaign(draft: Campaign): Campaign {
  const { terms, name, rules } = draft
  const named = (prize: ReturnType<typeof newPrize>) => ({ ...prize, name: wholeName(prize.name) })
  const all: CampaignTerms =
    terms.kind === 'invite'
      ? {
          ...terms,
          each: terms.each && named(terms.each),
          friend: terms.friend && named(terms.friend),
          steps: terms.steps.map(({ friendCount, prize }) => ({ friendCount, prize: named(prize) })),
        }
      : { ...terms, prizes: terms.prizes.map(named) }
  return { ...draft, name: wholeName(name), rules: wholeName(rules), terms: all }
}

type FieldsProps = { readonly draft: Campaign; readonly onChange: (part: Partial<Campaign>) => void }

function MainFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(friendsWords)
  const { client } = useAdmin()
  const moment = (name: 'startsAt' | 'endsAt' | 'awardAt'): ReactElement => (
    <Field label={say(name)}>
      <MomentInput
        required
        value={draft[name]}
        testId={`friends-${name}`}
        onChange={(at) => onChange({ [name]: at ?? UNKNOWN })}
      />
    </Field>
  )
  return (
    <div className="form">
      <NameFields name={draft.name} testId="friends-name" onChange={(name) => onChange({ name })} />
      <Field label={say('kind')}>
        <Choice
          value={draft.terms.kind}
          testId="friends-kind"
          options={[
            ['invite', say('invite')],
            ['leaderboard', say('leaderboard')],
            ['lottery', say('lottery')],
          ]}
          onChange={(kind) => onChange({ terms: firstTerms(kind, client.newId('prz')) })}
        />
      </Field>
      <Field label={say('organiser')}>
        <input
          required
          maxLength={200}
          value={draft.organiser}
          data-testid="friends-organiser"
          onChange={({ target }) => onChange({ organiser: target.value })}
        />
      </Field>
      <RulesFields draft={draft} onChange={onChange} />
      {moment('startsAt')}
      {moment('endsAt')}
      {moment('awardAt')}
      <Field label={say('returnDays')}>
        <CountInput
          required
          min={7}
          value={draft.returnDays}
          onChange={(returnDays = UNKNOWN) => onChange({ returnDays })}
        />
      </Field>
      <Field label={say('minNet')}>
        <MoneyInput
          required
          value={draft.minNetMinor}
          onChange={(minNetMinor = UNKNOWN) => onChange({ minNetMinor })}
        />
      </Field>
      <Field label={say('budget')}>
        <MoneyInput
          required
          value={draft.budgetMinor}
          testId="friends-budget"
          onChange={(budgetMinor = UNKNOWN) => onChange({ budgetMinor })}
        />
      </Field>
    </div>
  )
}

function RulesFields({ draft: { rules }, onChange }: FieldsProps): ReactElement {
  const say = useSay(friendsWords)
  return (
    <>
      <Field label={say('rulesZh')}>
        <textarea
          required
          rows={3}
          maxLength={2_000}
          value={rules.zh}
          data-testid="friends-rules"
          onChange={({ target }) => onChange({ rules: { ...rules, zh: target.value } })}
        />
      </Field>
      <Field label={say('rulesEn')}>
        <textarea
          rows={3}
          maxLength={2_000}
          value={rules.en}
          placeholder={rules.zh}
          onChange={({ target }) => onChange({ rules: { ...rules, en: target.value } })}
        />
      </Field>
    </>
  )
}

/** The terms a kind starts with. */
export function firstTerms(kind: CampaignTerms['kind'], prizeId: string): CampaignTerms {
  if (kind === 'leaderboard') return { kind, by: 'first_orders', prizes: [newPrize(prizeId)] }
  if (kind === 'lottery') return { kind, entry: 'free', prizes: [newPrize(prizeId)] }
  return { kind, each: newPrize(prizeId), eachMaxCount: 10, steps: [], friend: null }
}

type RewardsProps = { readonly campaign: CampaignView; readonly onClose: () => void }

/** A published campaign: it does not change, and this is what it gave. */
export function RewardsDrawer({ campaign, onClose }: RewardsProps): ReactElement {
  const say = useSay(friendsWords)
  const pick = usePick()
  const { queries } = useAdmin()
  const list = useGrowingList(queries.campaigns.rewards({ campaignId: campaign.id, limit: 50 }))
  const prizes = new Map(prizesOf(campaign.terms).map((prize) => [prize.id, prize]))
  return (
    <Drawer title={pick(campaign.name)} testId="friends-rewards" onClose={onClose}>
      <p className="field-hint">{say('fixed')}</p>
      <StopPanel campaign={campaign} onStopped={onClose} />
      {campaign.seedHash !== null && (
        <p className="field-hint">
          {say('seedHash')} <code className="wrap">{campaign.seedHash}</code>
        </p>
      )}
      <ListCard
        list={list}
        label={say('rewards')}
        none={say('noRewards')}
        columns={[{ name: say('member') }, { name: say('prize') }, { name: say('state') }]}
      >
        {({ memberId, reason, prizeId, status }) => (
          <tr key={`${memberId} ${reason}`} data-testid="friends-reward">
            <td>{shortId(memberId)}</td>
            <td>{pick(prizes.get(prizeId)?.name ?? { zh: prizeId, en: prizeId })}</td>
            <td>{say(status)}</td>
          </tr>
        )}
      </ListCard>
    </Drawer>
  )
}
