import { FIRST_LOCATION_ID, Location } from '@siyu/core/inventory'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard, listIn } from '../../ui/list.tsx'
import { NameFields, wholeName } from '../../ui/name-fields.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { stockWords } from './words.ts'

/** Where goods lie, in the order they are served from. */
export function Locations(): ReactElement {
  const say = useSay(stockWords)
  const { client, queries } = useAdmin()
  const locations = useQuery(queries.inventory.locations())
  const [open, setOpen] = useState<Location | null>(null)
  const head = (
    <div className="toolbar">
      <h2>{say('locations')}</h2>
      <button
        type="button"
        className="button"
        data-testid="location-add"
        onClick={() => setOpen({ id: client.newId('loc'), name: { zh: '', en: '' }, rank: 10, active: true })}
      >
        {say('addLocation')}
      </button>
    </div>
  )
  return (
    <>
      <ListCard
        label={say('locations')}
        head={head}
        list={listIn(locations, ({ items }) => items)}
        rows={2}
        columns={[{ name: say('name') }, { name: say('rank'), as: 'number' }, { name: say('status') }]}
        none={say('noLocations')}
      >
        {(location) => <LocationRow key={location.id} location={location} onOpen={() => setOpen(location)} />}
      </ListCard>
      {open !== null && <LocationDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function LocationRow({ location, onOpen }: { readonly location: Location; readonly onOpen: () => void }): ReactElement {
  const say = useSay(stockWords)
  const pick = usePick()
  const { count } = useFormat()
  const { id, name, rank, active } = location
  return (
    <tr data-testid="location-row" data-location-id={id}>
      <td>
        <button type="button" className="link" onClick={onOpen}>
          {pick(name)}
        </button>
      </td>
      <td className="number">{count(rank)}</td>
      <td>
        <span className="tag" data-status={active ? 'completed' : 'cancelled'}>
          {say(active ? 'open' : 'closed')}
        </span>
      </td>
    </tr>
  )
}

function LocationDrawer({ initial, onClose }: { readonly initial: Location; readonly onClose: () => void }) {
  const say = useSay(stockWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: Location, save: mutations.inventory.saveLocation() },
    complete: (location) => ({ ...location, name: wholeName(location.name) }),
  })
  const { draft, change } = edit
  return (
    <DraftDrawer title={say('editLocation')} testId="location" of={edit} label={say('saveLocation')} onClose={onClose}>
      <NameFields name={draft.name} testId="location-name" onChange={(name) => change({ name })} />
      <Field label={say('rank')} hint={say('rankHint')}>
        <CountInput
          min={0}
          required
          value={draft.rank}
          testId="location-rank"
          onChange={(rank = UNKNOWN) => change({ rank })}
        />
      </Field>
      {draft.id !== FIRST_LOCATION_ID && (
        <Check label={say('isOpen')} isOn={draft.active} onChange={(active) => change({ active })} />
      )}
    </DraftDrawer>
  )
}
