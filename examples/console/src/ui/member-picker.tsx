import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { useAdmin } from '../operator/operator.tsx'
import { Chips } from './chips.tsx'
import { shortId } from './format.ts'
import { useGrowingList } from './pages.tsx'

const MEMBERS_COUNT = 100

type MemberPickerProps = {
  readonly memberId: string | null
  readonly onChange: (memberId: string | null) => void
  readonly label: string
  readonly placeholder?: string
  readonly testId: string
}

/** One member: searched by name among the newest, any other by id. */
export function MemberPicker({ memberId, onChange, label, placeholder, testId }: MemberPickerProps): ReactElement {
  const common = useSay(commonWords)
  const { queries } = useAdmin()
  const members = useGrowingList(queries.members.list({ limit: MEMBERS_COUNT }))
  const options = (members.data ?? []).map(({ id, name }) => ({
    value: id,
    name: name ?? shortId(id),
    note: shortId(id),
  }))
  return (
    <Chips
      values={memberId === null ? [] : [memberId]}
      options={options}
      isFree
      max={1}
      label={label}
      placeholder={placeholder ?? common('search')}
      testId={testId}
      onChange={([id = null]) => onChange(id)}
    />
  )
}
