import type { ReactElement } from 'react'
import { usePick } from '../../language/language.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/page.tsx'
import { useLocations } from './location-name.ts'

type LocationChoiceProps = {
  readonly label: string
  readonly value: string
  readonly testId: string
  readonly onChange: (locationId: string) => void
}

/** One of the locations. */
export function LocationChoice({ label, value, testId, onChange }: LocationChoiceProps): ReactElement {
  const pick = usePick()
  const locations = useLocations()
  return (
    <Field label={label}>
      <Choice
        value={value}
        options={locations.map(({ id, name }) => [id, pick(name)] as const)}
        testId={testId}
        onChange={onChange}
      />
    </Field>
  )
}
