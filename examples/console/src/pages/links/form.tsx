import type { CodeKind, LinkTarget } from '@siyu/core/referrals'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { MemberPicker } from '../../ui/member-picker.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { linkWords } from './words.ts'

const kinds: readonly CodeKind[] = ['campaign', 'community', 'poster', 'kol']
const targets: readonly LinkTarget['kind'][] = ['home', 'product', 'group_buy', 'shop']

/** Makes a link. */
export function NewLinkDrawer({ onClose }: { readonly onClose: () => void }): ReactElement {
  const say = useSay(linkWords)
  const { mutations, refresh } = useAdmin()
  const [label, setLabel] = useState('')
  const [kind, setKind] = useState<CodeKind>('poster')
  const [ownerId, setOwnerId] = useState<string | null>(null)
  const [to, setTo] = useState<LinkTarget['kind']>('home')
  const [targetId, setTargetId] = useState('')
  const save = useMutation({
    ...mutations.referrals.createLink(),
    onSuccess: () => {
      void refresh()
      onClose()
    },
  })
  const isComplete = label !== '' && (to === 'home' || targetId !== '') && (kind !== 'kol' || ownerId !== null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const target: LinkTarget = to === 'home' ? { kind: to } : { kind: to, id: targetId }
    if (isComplete) save.mutate({ kind, label, ownerId, target })
  }
  return (
    <Drawer title={say('create')} testId="link-form" onClose={onClose}>
      <form onSubmit={submit} className="stack">
        <div className="form">
          <Field label={say('name')}>
            <input
              required
              maxLength={200}
              value={label}
              data-testid="link-name"
              onChange={(event) => setLabel(event.target.value)}
            />
          </Field>
          <Field label={say('kind')}>
            <Choice
              value={kind}
              testId="link-kind"
              options={kinds.map((each) => [each, say(`kind_${each}`)] as const)}
              onChange={setKind}
            />
          </Field>
          <Group label={say('owner')} hint={say('ownerHint')}>
            <MemberPicker memberId={ownerId} label={say('owner')} testId="link-owner" onChange={setOwnerId} />
          </Group>
          <Field label={say('target')}>
            <Choice
              value={to}
              testId="link-target"
              options={targets.map((each) => [each, say(`target_${each}`)] as const)}
              onChange={setTo}
            />
          </Field>
          {to !== 'home' && (
            <Field label={say('targetId')}>
              <input
                required
                maxLength={64}
                value={targetId}
                data-testid="link-target-id"
                onChange={(event) => setTargetId(event.target.value.trim())}
              />
            </Field>
          )}
        </div>
        <SaveFoot isComplete={isComplete} save={save} label={say('create')} testId="link" />
      </form>
    </Drawer>
  )
}
