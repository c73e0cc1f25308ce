import type { Member } from '@siyu/core/members'
import { useErrorWords, useMember, usePointsActivities, useReportActivity, useUpdateProfile } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { TextField } from '../pieces/text-field.tsx'
import { useToast } from '../pieces/toast.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { ActivitiesPanel, useIsDone } from './activities-panel.tsx'

/** Who the member is, and what else brings points 我的资料. */
export function ProfilePage(): ReactElement {
  const { profile: words } = useWords().family
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <Profile />
        <ActivitiesPanel />
      </MembersOnly>
    </Page>
  )
}

function Profile(): ReactElement {
  const { data, error, refetch } = useMember()
  if (data !== undefined) return <ProfileForm key={data.id} member={data} />
  return error === null ? <Skeleton rows={3} tall /> : <Problem error={error} onRetry={() => void refetch()} />
}

function ProfileForm({ member }: { readonly member: Member }): ReactElement {
  const { profile: words } = useWords().family
  const [name, setName] = useState(member.name ?? '')
  const [birthday, setBirthday] = useState(member.birthday ?? '')
  const { save, error, isPending } = useSave()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save(name.trim(), birthday === '' ? null : birthday)
  }
  return (
    <form className="panel panel--text form" onSubmit={submit}>
      <TextField
        {...{ label: words.name, value: name, testId: 'profile-name', required: true, maxLength: 60 }}
        {...{ autoComplete: 'nickname', onChange: setName }}
      />
      <label className="field">
        <span>{words.birthday}</span>
        <input
          type="date"
          min="1900-01-01"
          value={birthday}
          data-testid="profile-birthday"
          onChange={(event) => setBirthday(event.target.value)}
        />
        <small className="quiet">{words.birthdayNote}</small>
      </label>
      <Problem error={error} />
      <SubmitButton testId="profile-save" disabled={isPending}>
        {words.save}
      </SubmitButton>
    </form>
  )
}

/** Saves the profile, and tells of it where a complete one brings something that was not had yet. */
function useSave() {
  const { profile: words } = useWords().family
  const update = useUpdateProfile()
  const report = useReportActivity()
  const { data: settings } = usePointsActivities()
  const isDone = useIsDone()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const save = async (name: string, birthday: string | null): Promise<void> => {
    try {
      await update.mutateAsync({ name, birthday })
      const isComplete = settings?.profileNeeds.every((need) => need !== 'birthday' || birthday !== null) === true
      if (!isComplete || settings.profileCount === 0 || isDone('profile')) return toast(words.saved)
      const { count } = await report.mutateAsync({ activity: { kind: 'profile' } })
      toast(words.earned(count))
    } catch (error) {
      toast(wordsFor(error))
    }
  }
  return { save, error: update.error, isPending: update.isPending || report.isPending }
}
